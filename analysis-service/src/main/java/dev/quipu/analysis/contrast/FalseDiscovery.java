package dev.quipu.analysis.contrast;

import java.util.Arrays;

/** Keeps the share of findings that are none below a bound (Benjamini and Hochberg, 1995). */
final class FalseDiscovery {

    private FalseDiscovery() {}

    /**
     * @param probabilities of some of the tests, those with the lowest among them
     * @param tests all that were made
     * @param rate bound of the share, 0 to 1
     * @return the highest probability of a finding; below 0 when there is none
     */
    static double threshold(double[] probabilities, int tests, double rate) {
        double[] sorted = probabilities.clone();
        Arrays.sort(sorted);
        for (int rank = sorted.length; rank >= 1; rank--) {
            if (sorted[rank - 1] <= rate * rank / Math.max(tests, sorted.length)) {
                return sorted[rank - 1];
            }
        }
        return -1;
    }
}
