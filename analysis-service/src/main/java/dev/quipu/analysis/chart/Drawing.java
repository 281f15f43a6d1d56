package dev.quipu.analysis.chart;

import static dev.quipu.analysis.chart.SvgPen.number;

import java.util.List;
import java.util.OptionalDouble;

/** Draws the values of a chart into its frame. */
final class Drawing {

    private static final String NONE = "none";

    /** Bars this wide and wider stand apart. */
    private static final double MIN_BAR_WITH_GAP = 4;

    private Drawing() {}

    static void draw(SvgPen pen, Chart chart, Frame frame, Theme theme) {
        switch (chart.kind()) {
            case LINES -> lines(pen, chart, frame, theme);
            case STACKED_BARS -> bars(pen, chart, frame, theme);
            case HEAT_MAP -> cells(pen, chart, frame, theme);
        }
    }

    /** A value is drawn in the middle of its step; a step without one interrupts the line. The first line is on top. */
    private static void lines(SvgPen pen, Chart chart, Frame frame, Theme theme) {
        for (int index = chart.series().size() - 1; index >= 0; index--) {
            Mark mark = Mark.of(chart, index, theme);
            Trace trace = Trace.of(chart, chart.series().get(index).values(), frame);
            stroke(pen, trace.line(), mark.colour(), "1.5", mark.dashes());
            stroke(pen, trace.points(), mark.colour(), "4", NONE);
        }
    }

    private static void stroke(SvgPen pen, String path, String colour, String width, String dashes) {
        if (!path.isEmpty()) {
            pen.empty(
                    "path",
                    "d",
                    path,
                    "fill",
                    NONE,
                    "stroke",
                    colour,
                    "stroke-width",
                    width,
                    "stroke-dasharray",
                    dashes,
                    "stroke-linejoin",
                    "round",
                    "stroke-linecap",
                    "round");
        }
    }

    /** Values joined by lines, and those that have no neighbour. */
    private record Trace(String line, String points) {

        static Trace of(Chart chart, List<OptionalDouble> values, Frame frame) {
            StringBuilder line = new StringBuilder();
            StringBuilder points = new StringBuilder();
            boolean isOpen = false;
            for (int step = 0; step < values.size(); step++) {
                OptionalDouble value = values.get(step);
                if (value.isPresent()) {
                    String at = number(frame.x(start(chart, step) + chart.stepNanos() / 2.0)) + " "
                            + number(frame.y(value.getAsDouble() * chart.unit().factor()));
                    if (isOpen) {
                        line.append('L').append(at);
                    } else if (step + 1 < values.size() && values.get(step + 1).isPresent()) {
                        line.append('M').append(at);
                    } else {
                        points.append('M').append(at).append("h0.01");
                    }
                }
                isOpen = value.isPresent();
            }
            return new Trace(line.toString(), points.toString());
        }
    }

    private static double start(Chart chart, int step) {
        return (double) chart.fromUnixNano() + (double) step * chart.stepNanos();
    }

    private static void bars(SvgPen pen, Chart chart, Frame frame, Theme theme) {
        double[] heights = new double[chart.times().size()];
        for (int index = 0; index < chart.series().size(); index++) {
            StringBuilder path = new StringBuilder();
            List<OptionalDouble> values = chart.series().get(index).values();
            for (int step = 0; step < values.size(); step++) {
                double value = values.get(step).orElse(0) * chart.unit().factor();
                if (value > 0) {
                    double bottom = frame.y(heights[step]);
                    heights[step] += value;
                    box(path, columns(chart, step, frame), frame.y(heights[step]), bottom);
                }
            }
            Mark mark = Mark.of(chart, index, theme);
            pen.empty("path", "d", path.toString(), "fill", mark.colour());
        }
    }

    /** Left and right edge of a step. */
    private static double[] columns(Chart chart, int step, Frame frame) {
        double left = frame.x(start(chart, step));
        double right = frame.x(start(chart, step + 1));
        return new double[] {left, right - left >= MIN_BAR_WITH_GAP ? right - 1 : right};
    }

    private static void box(StringBuilder path, double[] columns, double top, double bottom) {
        path.append('M')
                .append(number(columns[0]))
                .append(' ')
                .append(number(top))
                .append('H')
                .append(number(columns[1]))
                .append('V')
                .append(number(bottom))
                .append('H')
                .append(number(columns[0]))
                .append('z');
    }

    /** Neighbours in a row that are as hot as each other are one box. */
    private static void cells(SvgPen pen, Chart chart, Frame frame, Theme theme) {
        HeatCells cells = HeatCells.of(chart);
        HeatScale heat = HeatScale.of(cells);
        StringBuilder[] paths = new StringBuilder[HeatScale.LEVELS];
        for (Chart.Series row : chart.series()) {
            Chart.Durations durations = row.durations().orElseThrow();
            double bottom =
                    frame.y(Math.max(durations.fromNanos(), frame.value().low()));
            double top = frame.y(Math.min(durations.toNanos(), frame.value().high()));
            double[] counts = cells.counts(row);
            int end;
            for (int cell = 0; cell < counts.length; cell = end) {
                int level = heat.level(counts[cell]);
                end = cell + 1;
                while (end < counts.length && heat.level(counts[end]) == level) {
                    end++;
                }
                if (level != HeatScale.NONE) {
                    paths[level] = paths[level] == null ? new StringBuilder() : paths[level];
                    double left = frame.x(start(chart, cells.firstStep(cell)));
                    double right = frame.x(start(chart, cells.firstStep(end)));
                    box(paths[level], new double[] {left, right}, top, bottom);
                }
            }
        }
        for (int level = 0; level < paths.length; level++) {
            if (paths[level] != null) {
                pen.empty(
                        "path",
                        "d",
                        paths[level].toString(),
                        "fill",
                        theme.heat(HeatScale.share(level)),
                        "shape-rendering",
                        "crispEdges");
            }
        }
    }
}
