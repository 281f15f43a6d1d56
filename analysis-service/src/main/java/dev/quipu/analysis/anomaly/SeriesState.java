package dev.quipu.analysis.anomaly;

/**
 * All that a {@link SeriesAnomaly} knows, to be kept over a restart. The arrays' lengths are fixed.
 *
 * @param numbers levels, sums and times
 * @param learnt seasons and tails
 * @param visits of each bin of the seasons
 */
public record SeriesState(double[] numbers, float[] learnt, byte[] visits) {

    public SeriesState {
        expect("numbers", SeriesAnomaly.NUMBERS, numbers.length);
        expect("learnt", SeriesAnomaly.LEARNT, learnt.length);
        expect("visits", Season.BINS, visits.length);
        numbers = numbers.clone();
        learnt = learnt.clone();
        visits = visits.clone();
    }

    private static void expect(String name, int length, int got) {
        if (got != length) {
            throw new IllegalArgumentException(name + ": expected " + length + " elements, got " + got);
        }
    }
}
