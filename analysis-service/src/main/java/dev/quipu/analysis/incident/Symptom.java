package dev.quipu.analysis.incident;

import java.util.Optional;

/**
 * A component that served worse, or wrote worse news, than before, in whole minutes. Times in Unix seconds.
 *
 * @param component its name, behind its namespace where it has one
 * @param sinceUnixSeconds start of the first minute
 * @param untilUnixSeconds end of the last one; empty while it goes on
 * @param usual what was served before
 * @param served in its first minutes
 * @param thresholdNanos from which duration on spans are slow; 0 of errors and logs
 * @param evidence zeros in the probability of so large a difference by chance, when it was noticed
 */
record Symptom(
        String component,
        Kind kind,
        long sinceUnixSeconds,
        Optional<Long> untilUnixSeconds,
        Served usual,
        Served served,
        double thresholdNanos,
        double evidence) {

    /** What was worse. */
    enum Kind {
        /** More spans were errors. */
        ERRORS,
        /** More spans took longer than was usual. */
        LATENCY,
        /** More log records were errors. */
        LOGS
    }

    /** Spans, or log records, and those of them that were errors or slow. */
    record Served(long spans, long bad) {

        static final Served NOTHING = new Served(0, 0);

        Served plus(Served other) {
            return new Served(spans + other.spans, bad + other.bad);
        }

        /** 0 without spans. */
        double share() {
            return spans == 0 ? 0 : (double) bad / spans;
        }
    }

    Symptom with(Served told) {
        return new Symptom(component, kind, sinceUnixSeconds, untilUnixSeconds, usual, told, thresholdNanos, evidence);
    }

    Symptom until(long unixSeconds) {
        return new Symptom(
                component, kind, sinceUnixSeconds, Optional.of(unixSeconds), usual, served, thresholdNanos, evidence);
    }

    boolean isOpen() {
        return untilUnixSeconds.isEmpty();
    }

    /** Whether both are of the same figure of the same component. */
    boolean isOfSame(Symptom other) {
        return component.equals(other.component) && kind == other.kind;
    }
}
