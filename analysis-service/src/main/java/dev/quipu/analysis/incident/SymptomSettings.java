package dev.quipu.analysis.incident;

/**
 * When a component serves so much worse that it is worth saying. One set serves all: {@link #DEFAULT}.
 *
 * @param recentMinutes the last minutes, up to so many, are held against those before
 * @param usualMinutes minutes before them that tell what is usual, at most
 * @param leastUsualMinutes of them at least so many with spans
 * @param leastSpans served in the recent minutes
 * @param leastBad of them errors or slow
 * @param leastEvidence zeros in the probability of the difference by chance
 * @param leastRise of the share that is bad
 * @param leastTimes how many times the usual share it is
 * @param slowTimes how many times what nine in ten do not exceed is slow
 * @param overShare it is over when the share has come down to the usual and this share of the rise
 * @param toldMinutes of a symptom tell what it is like, at most
 * @param quietMinutes for so many minutes
 * @param silentMinutes minutes without a span after which it is over too
 */
record SymptomSettings(
        int recentMinutes,
        int usualMinutes,
        int leastUsualMinutes,
        int leastSpans,
        int leastBad,
        double leastEvidence,
        double leastRise,
        double leastTimes,
        double slowTimes,
        double overShare,
        int toldMinutes,
        int quietMinutes,
        int silentMinutes) {

    static final SymptomSettings DEFAULT = new SymptomSettings(3, 60, 4, 10, 4, 5, 0.05, 2, 1.5, 0.3, 10, 3, 10);
}
