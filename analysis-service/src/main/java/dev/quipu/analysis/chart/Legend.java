package dev.quipu.analysis.chart;

import static dev.quipu.analysis.chart.SvgPen.number;

import java.util.ArrayList;
import java.util.List;

/**
 * Names of series beside their marks, in rows below the chart; when there is not room for all, how many more there are.
 *
 * @param shown series with a place of their own, the first of the chart
 */
record Legend(List<Entry> shown, double width, int rows) {

    static final double ROW_HEIGHT = 18;

    private static final double FONT_SIZE = 11;
    private static final double SWATCH = 18;
    private static final double SWATCH_GAP = 6;
    private static final double GAP = 16;
    private static final double LONGEST = 260;

    Legend {
        shown = List.copyOf(shown);
    }

    /** A name and where it begins. @param series negative for what only counts the rest */
    record Entry(int series, String text, double x, int row) {}

    /** @param maxRows rows that there is room for */
    static Legend of(Chart chart, double width, int maxRows) {
        if (maxRows == 0 || !chart.hasValues()) {
            return new Legend(List.of(), width, 0);
        }
        List<Entry> entries = new ArrayList<>();
        int all = chart.series().size();
        double room = all == 1 ? width : width - GAP - moreWidth(all);
        double x = 0;
        int row = 0;
        for (int series = 0; series < all; series++) {
            String name = chart.series().get(series).name();
            String text = SvgText.fitting(name, FONT_SIZE, Math.min(LONGEST, room) - SWATCH - SWATCH_GAP);
            double wide = SWATCH + SWATCH_GAP + SvgText.width(text, FONT_SIZE);
            boolean isLast = series + 1 == all;
            double needed = wide + (isLast || row + 1 < maxRows ? 0 : GAP + moreWidth(all - series - 1));
            if (x > 0 && x + wide > width && row + 1 < maxRows) {
                x = 0;
                row++;
            } else if (x > 0 && x + needed > width) {
                entries.add(new Entry(-1, more(all - series), x, row));
                break;
            }
            entries.add(new Entry(series, text, x, row));
            x += wide + GAP;
        }
        return new Legend(entries, width, row + 1);
    }

    private static String more(int count) {
        return "+" + count + " more";
    }

    private static double moreWidth(int count) {
        return SvgText.width(more(count), FONT_SIZE);
    }

    double height() {
        return rows * ROW_HEIGHT;
    }

    void draw(SvgPen pen, Chart chart, double left, double top, Theme theme) {
        for (Entry entry : shown) {
            double x = left + entry.x();
            double middle = top + entry.row() * ROW_HEIGHT + ROW_HEIGHT / 2;
            double textX = x;
            if (entry.series() >= 0) {
                swatch(pen, chart, Mark.of(chart, entry.series(), theme), x, middle);
                textX += SWATCH + SWATCH_GAP;
            }
            pen.text(
                    "text",
                    entry.text(),
                    "x",
                    number(textX),
                    "y",
                    number(middle + 4),
                    "fill",
                    entry.series() >= 0 ? theme.ink().text() : theme.ink().soft(),
                    "font-size",
                    number(FONT_SIZE));
        }
    }

    private static void swatch(SvgPen pen, Chart chart, Mark mark, double x, double middle) {
        if (chart.kind() == Chart.Kind.LINES) {
            pen.empty(
                    "path",
                    "d",
                    "M" + number(x) + " " + number(middle) + "h" + number(SWATCH),
                    "stroke",
                    mark.colour(),
                    "stroke-width",
                    "2.5",
                    "stroke-dasharray",
                    mark.dashes());
            return;
        }
        pen.empty(
                "rect",
                "x",
                number(x + 2),
                "y",
                number(middle - 5),
                "width",
                "10",
                "height",
                "10",
                "rx",
                "2",
                "fill",
                mark.colour());
    }
}
