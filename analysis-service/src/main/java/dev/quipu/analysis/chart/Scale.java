package dev.quipu.analysis.chart;

/**
 * A size that people count in.
 *
 * @param size in the quantity's base
 * @param symbol behind the number; empty for none
 * @param from how many of it there have to be before it is used
 * @param bySixty whether steps are parts of sixty rather than of ten
 */
record Scale(double size, String symbol, double from, boolean bySixty) {

    private static final double[] OF_SIXTY = {1, 2, 5, 10, 15, 20, 30, 60, 120, 240, 600};

    static Scale of(double size, String symbol) {
        return new Scale(size, symbol, 1, false);
    }

    /** The next greater step of the axis, in this scale's size, that people like to count by. */
    double step(double least) {
        if (bySixty && least > 0.5) {
            for (double step : OF_SIXTY) {
                if (step >= least) {
                    return step;
                }
            }
        }
        double power = Math.pow(10, Math.floor(Math.log10(least)));
        double digit = least / power;
        if (digit <= 1) {
            return power;
        }
        if (digit <= 2) {
            return 2 * power;
        }
        return digit <= 5 ? 5 * power : 10 * power;
    }
}
