package dev.quipu.analysis.chart;

/**
 * How hot a count is: by its logarithm, in levels, so that single spans are seen beside thousands.
 *
 * @param most the greatest count
 */
record HeatScale(double most) {

    static final int LEVELS = 12;

    static HeatScale of(Chart chart) {
        return new HeatScale(chart.series().stream()
                .flatMap(row -> row.values().stream())
                .mapToDouble(count -> count.orElse(0))
                .max()
                .orElse(0));
    }

    /** @param count more than 0 */
    int level(double count) {
        double heat = most <= 1 ? 1 : Math.log(count) / Math.log(most);
        return (int) Math.max(0, Math.min(LEVELS - 1, Math.floor(heat * LEVELS)));
    }

    /** Up to 1 for the hottest level; the coldest is told from the ground. */
    static double share(int level) {
        return (level + 1.0) / LEVELS;
    }
}
