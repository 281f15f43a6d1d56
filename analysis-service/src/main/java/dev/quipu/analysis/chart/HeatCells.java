package dev.quipu.analysis.chart;

import java.util.List;
import java.util.OptionalDouble;

/**
 * The cells of a heat map as they are drawn: a step each, or as many steps together as it takes for the picture to have
 * no more than {@link #MAX_CELLS}.
 *
 * @param stepsPerCell of the last cell of a row there may be fewer
 */
record HeatCells(Chart chart, int stepsPerCell) {

    static final int MAX_CELLS = 40_000;

    static HeatCells of(Chart chart) {
        int rows = chart.series().size();
        int stepsPerCell = 1;
        while (rows * cells(chart, stepsPerCell) > MAX_CELLS
                && stepsPerCell < chart.times().size()) {
            stepsPerCell++;
        }
        return new HeatCells(chart, stepsPerCell);
    }

    private static long cells(Chart chart, int stepsPerCell) {
        return (chart.times().size() + stepsPerCell - 1L) / stepsPerCell;
    }

    /** What is counted in each cell of a row. */
    double[] counts(Chart.Series row) {
        double[] counts = new double[(int) cells(chart, stepsPerCell)];
        List<OptionalDouble> values = row.values();
        for (int step = 0; step < values.size(); step++) {
            counts[step / stepsPerCell] += values.get(step).orElse(0);
        }
        return counts;
    }

    /** The step that a cell begins with; of the cell after the last, the end of all steps. */
    int firstStep(int cell) {
        return Math.min(cell * stepsPerCell, chart.times().size());
    }
}
