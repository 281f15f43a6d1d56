package dev.quipu.analysis.chart;

import java.util.Arrays;

/**
 * How hot a count is: by its logarithm, in levels, so that single spans are seen beside thousands.
 *
 * @param most the greatest count of a cell
 */
record HeatScale(double most) {

    static final int LEVELS = 12;
    static final int NONE = -1;

    static HeatScale of(HeatCells cells) {
        return new HeatScale(cells.chart().series().stream()
                .flatMapToDouble(row -> Arrays.stream(cells.counts(row)))
                .max()
                .orElse(0));
    }

    /** From 0 for the coldest, or {@link #NONE} where nothing is counted. */
    int level(double count) {
        if (count <= 0) {
            return NONE;
        }
        double heat = most <= 1 ? 1 : Math.log(count) / Math.log(most);
        return (int) Math.max(0, Math.min(LEVELS - 1, Math.floor(heat * LEVELS)));
    }

    /** Up to 1 for the hottest level; the coldest is told from the ground. */
    static double share(int level) {
        return (level + 1.0) / LEVELS;
    }
}
