package dev.quipu.analysis.anomaly;

/**
 * How far departures of one kind go: a quantile that few pass, and the mean excess of those few. Beyond the quantile
 * the probability is taken to fall exponentially. The peaks-over-threshold idea of Siffer et al., "Anomaly Detection
 * in Streams with Extreme Value Theory", KDD 2017, with the exponential tail and without a stored sample.
 * <pre>
 *   at+0      at+1                 at+2         at+3    at+4
 *   quantile  mean distance to it  mean excess  points  points beyond
 * </pre>
 */
final class Tail {

    static final int SIZE = 5;

    private static final int QUANTILE = 0;
    private static final int DISTANCE = 1;
    private static final int EXCESS = 2;
    private static final int POINTS = 3;
    private static final int BEYOND = 4;

    /** The least mean excess, in the departure's unit: a series without any noise is not surprised by everything. */
    private static final double LEAST_EXCESS = 0.1;

    /** One departure counts as at most so many times what is usual: no outlier blinds a tail. */
    private static final double DISTANCE_CLIP = 100;

    /** The same before it is known what is usual. */
    private static final double CLIP_AT_FIRST = 1e6;

    private Tail() {}

    /** The departure that only the tail's share passes; 0 or more. */
    static double quantile(float[] state, int at) {
        return Math.max(0, state[at + QUANTILE]);
    }

    /** Judges a departure by those before, then learns it; returns {@code -log10} of the probability to go so far. */
    static double observe(float[] state, int at, double departure, AnomalySettings settings) {
        double evidence = state[at + POINTS] < settings.warmupPoints() ? 0 : evidence(state, at, departure, settings);
        learn(state, at, departure, settings);
        return evidence;
    }

    private static double evidence(float[] state, int at, double departure, AnomalySettings settings) {
        double excess = departure - state[at + QUANTILE];
        if (excess <= 0) {
            return 0;
        }
        double meanExcess = Math.max(state[at + EXCESS], LEAST_EXCESS);
        return -Math.log10(settings.tailShare()) + excess / (meanExcess * Math.log(10));
    }

    private static void learn(float[] state, int at, double departure, AnomalySettings settings) {
        double rate = Math.max(1.0 / settings.memoryPoints(), 1.0 / ++state[at + POINTS]);
        double limit =
                state[at + POINTS] > settings.warmupPoints() ? DISTANCE_CLIP * state[at + DISTANCE] : CLIP_AT_FIRST;
        double distance = Math.min(limit, Math.abs(departure - state[at + QUANTILE]));
        state[at + DISTANCE] += (float) ((distance - state[at + DISTANCE]) * rate);
        double step = 2 * state[at + DISTANCE] * rate;
        boolean beyond = departure > state[at + QUANTILE];
        state[at + QUANTILE] += (float) (beyond ? step : -step * settings.tailShare());
        double excess = departure - state[at + QUANTILE];
        if (excess > 0) {
            learnExcess(state, at, excess, settings);
        }
    }

    private static void learnExcess(float[] state, int at, double excess, AnomalySettings settings) {
        double beyond = ++state[at + BEYOND];
        double limit = beyond == 1 ? excess : settings.excessClip() * state[at + EXCESS];
        double rate = Math.max(1.0 / settings.tailMemory(), 1 / (beyond + 1));
        state[at + EXCESS] += (float) ((Math.min(excess, limit) - state[at + EXCESS]) * rate);
    }
}
