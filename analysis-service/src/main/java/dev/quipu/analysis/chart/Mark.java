package dev.quipu.analysis.chart;

/** What tells a series from the others: its colour and, when those are used up, its dashes or how pale it is. */
record Mark(String colour, String dashes) {

    private static final String[] DASHES = {"none", "7 3", "2 3", "8 3 2 3", "12 4", "4 4", "1 4"};
    private static final double[] PALE = {0, 0.35, 0.55, 0.7, 0.2, 0.45, 0.62};

    static Mark of(Chart chart, int index, Theme theme) {
        if (chart.truncated() && chart.series().get(index).name().equals(Chart.OTHERS)) {
            return new Mark(theme.pale(theme.ink().soft(), 0.5), DASHES[0]);
        }
        int again = index / theme.colours() % DASHES.length;
        boolean isDashed = chart.kind() == Chart.Kind.LINES;
        return new Mark(
                isDashed ? theme.colour(index) : theme.pale(theme.colour(index), PALE[again]),
                isDashed ? DASHES[again] : DASHES[0]);
    }
}
