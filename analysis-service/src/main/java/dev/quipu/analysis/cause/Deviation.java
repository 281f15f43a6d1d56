package dev.quipu.analysis.cause;

import java.util.List;

/**
 * How far an indicator is from its baseline.
 *
 * @param median of the baseline
 * @param scale what is an ordinary distance to it, positive
 * @param size distance in scales, positive when it is to the worse; less for few samples
 */
public record Deviation(Indicator indicator, double median, double scale, double size) {

    /** Makes a median distance the standard deviation of normally distributed values. */
    private static final double NORMAL = 1.4826;

    /** So many of the baseline's windows are nearer than the one that is looked at for rare but ordinary peaks. */
    private static final double FAR_SHARE = 0.8;

    /** Of normally distributed values that share is nearer than so many standard deviations. */
    private static final double NORMAL_FAR = 1.2816;

    /** Of so many windows one can look further. */
    private static final int LONG_BASELINE = 40;

    private static final double FURTHER_SHARE = 0.98;
    private static final double NORMAL_FURTHER = 2.3263;

    /** With so many samples of the incident a size counts half. */
    private static final double HALF_SAMPLES = 2;

    /**
     * @param typical of the indicator's like in other components: what is small beside it changes by no more than that
     *     allows; 0 when there is no such thing
     * @throws IllegalArgumentException when the baseline is empty
     */
    static Deviation of(Indicator indicator, double expectedGrowth, double typical) {
        if (indicator.baseline().isEmpty()) {
            throw new IllegalArgumentException("baseline: expected 1 window or more, got none");
        }
        IndicatorKind kind = indicator.kind();
        double median = Quantile.median(indicator.baseline());
        double expected = median * expectedGrowth;
        double scale = scale(indicator, median, Math.abs(expected), typical);
        double distance = indicator.value() - expected;
        double towardsWorse = kind.worse() == 0 ? eitherWay(indicator.value(), expected) : kind.worse() * distance;
        double weight = indicator.samples() / (indicator.samples() + (kind.isCounted() ? 0 : HALF_SAMPLES));
        return new Deviation(indicator, median, scale, Math.max(0, towardsWorse) / scale * weight);
    }

    /** A fall weighs the more the nearer it comes to nothing: as on the scale of square roots. */
    private static double eitherWay(double value, double expected) {
        return value >= expected ? value - expected : 2 * (expected - Math.sqrt(expected * Math.max(0, value)));
    }

    private static double scale(Indicator indicator, double median, double expected, double typical) {
        IndicatorKind kind = indicator.kind();
        List<Double> distances = indicator.baseline().stream()
                .map(value -> Math.abs(value - median))
                .toList();
        double usual = Math.max(NORMAL * Quantile.median(distances), Quantile.of(distances, FAR_SHARE) / NORMAL_FAR);
        if (distances.size() >= LONG_BASELINE) {
            usual = Math.max(usual, Quantile.of(distances, FURTHER_SHARE) / NORMAL_FURTHER);
        }
        double fewWindows = 1 + 1.0 / indicator.baseline().size();
        double level = Math.max(expected, kind == IndicatorKind.UTILISATION ? typical : 0);
        double ordinary = kind == IndicatorKind.LOG_TEMPLATE ? typical : 0;
        double least = Math.max(Math.max(kind.leastShare() * level * fewWindows, ordinary), kind.leastAmount());
        double scale = Math.max(Math.max(usual * fewWindows, least), Double.MIN_NORMAL);
        return kind.isCounted() ? Math.hypot(scale, scatter(indicator, median)) : scale;
    }

    /**
     * Of a count for each sample, of which all may have one and some another: by the share of those that have more, as
     * if half a record more or less had been expected.
     */
    private static double scatter(Indicator indicator, double median) {
        double share = median - Math.floor(median);
        return Math.sqrt((share * (1 - share) + 0.5 / indicator.samples()) / indicator.samples());
    }

    /** What the excess amounts to over all samples, in the unit of the kind; 0 when there is none. */
    double excess() {
        return size <= 0 ? 0 : Math.abs(indicator.value() - median) * indicator.samples();
    }
}
