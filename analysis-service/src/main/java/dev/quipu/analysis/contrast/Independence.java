package dev.quipu.analysis.contrast;

import org.apache.commons.math3.distribution.HypergeometricDistribution;
import org.apache.commons.math3.special.Erf;

/**
 * How probable it is that shares differ as much as they do, or more, by chance: Fisher's exact test of a table of two by
 * two where few records are expected, else the likelihood-ratio test (Sokal and Rohlf, Biometry, chapter 17).
 */
public final class Independence {

    /** Records expected in a cell below which the exact test is made. */
    private static final double FEW = 5;

    /** Above, the exact test would take too long, and the other one is as good. */
    private static final long MANY = 1_000_000;

    private Independence() {}

    /**
     * @param selected records with the value among {@code allSelected}
     * @param rest records with the value among {@code allRest}
     * @return 0 to 1, both ends included
     */
    public static double probability(long selected, long allSelected, long rest, long allRest) {
        double all = (double) allSelected + allRest;
        double having = (double) selected + rest;
        if (allSelected == 0 || allRest == 0 || having == 0 || having == all) {
            return 1;
        }
        double fewest = Math.min(having, all - having) * Math.min(allSelected, allRest) / all;
        return fewest < FEW && all <= MANY
                ? exact(selected, allSelected, rest, allRest)
                : likelihoodRatio(selected, allSelected, rest, allRest);
    }

    /** Sum of the probabilities of all tables with the same margins that are no more probable than this one. */
    private static double exact(long selected, long allSelected, long rest, long allRest) {
        HypergeometricDistribution tables = new HypergeometricDistribution(
                null, (int) (allSelected + allRest), (int) (selected + rest), (int) allSelected);
        double limit = tables.probability((int) selected) * (1 + 1e-7);
        double sum = 0;
        for (int other = tables.getSupportLowerBound(); other <= tables.getSupportUpperBound(); other++) {
            double probability = tables.probability(other);
            sum += probability <= limit ? probability : 0;
        }
        return Math.min(1, sum);
    }

    private static double likelihoodRatio(long selected, long allSelected, long rest, long allRest) {
        double all = (double) allSelected + allRest;
        double having = ((double) selected + rest) / all;
        double ratio = part(selected, allSelected * having)
                + part(allSelected - selected, allSelected * (1 - having))
                + part(rest, allRest * having)
                + part(allRest - rest, allRest * (1 - having));
        return Erf.erfc(Math.sqrt(Math.max(0, ratio)));
    }

    private static double part(long observed, double expected) {
        return observed == 0 ? 0 : observed * Math.log(observed / expected);
    }
}
