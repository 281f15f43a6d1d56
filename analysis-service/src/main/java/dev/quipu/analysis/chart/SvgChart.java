package dev.quipu.analysis.chart;

import static dev.quipu.analysis.chart.SvgPen.number;

import java.util.Optional;

/**
 * A chart as a picture by itself: SVG 1.1 without script, style sheet or reference to anything else. What it shows is
 * told in words as well, for those who do not see it.
 */
public final class SvgChart {

    public static final String MEDIA_TYPE = "image/svg+xml; charset=utf-8";

    private static final String EMPTY = "No data in this time";

    private static final double PAD = 12;
    private static final double TITLE_SIZE = 14;
    private static final double RANGE_SIZE = 11;

    /** Bold text is wider. */
    private static final double TITLE_WIDTH = 1.12 * TITLE_SIZE;

    private static final double HEADER = 28;
    private static final double RANGE_ROW = 18;
    private static final double TIME_LABELS = 22;

    /** Share of the height for the legend at most. */
    private static final double LEGEND_SHARE = 0.3;

    /** Room for values at least, before there is a legend. */
    private static final double MIN_FRAME = 60;

    private final Chart chart;
    private final ChartLook look;
    private final SvgPen pen = new SvgPen();

    private SvgChart(Chart chart, ChartLook look) {
        this.chart = chart;
        this.look = look;
    }

    public static String write(Chart chart, ChartLook look) {
        return new SvgChart(chart, look).write();
    }

    private String write() {
        String width = Integer.toString(look.width());
        String height = Integer.toString(look.height());
        pen.open(
                        "svg",
                        "width",
                        width,
                        "height",
                        height,
                        "viewBox",
                        "0 0 " + width + " " + height,
                        "role",
                        "img",
                        "font-family",
                        "system-ui, sans-serif")
                .text("title", chart.title().isEmpty() ? "Chart" : chart.title())
                .text("desc", ChartDescription.of(chart))
                .empty(
                        "rect",
                        "width",
                        width,
                        "height",
                        height,
                        "fill",
                        look.theme().ink().ground());
        double top = PAD + header();
        if (chart.hasValues()) {
            values(top);
        } else {
            text(
                    EMPTY,
                    look.width() / 2.0,
                    (top + look.height()) / 2,
                    "middle",
                    TITLE_SIZE,
                    look.theme().ink().soft());
        }
        return pen.close().finish();
    }

    /** Title and time, beside each other where they fit. Gives the height that they take. */
    private double header() {
        Theme.Ink ink = look.theme().ink();
        double room = look.width() - 2 * PAD;
        String range = chart.times().isEmpty() ? "" : TimeAxis.range(chart.fromUnixNano(), chart.toUnixNano());
        double rangeWidth = range.isEmpty() ? 0 : SvgText.width(range, RANGE_SIZE) + PAD;
        boolean isBeside = SvgText.width(chart.title(), TITLE_WIDTH) + rangeWidth <= room || rangeWidth <= room / 2;
        boolean isBelow = !isBeside && look.height() >= 10 * HEADER;
        boolean isShown = (isBeside || isBelow) && rangeWidth - PAD <= room;
        String title = SvgText.fitting(chart.title(), TITLE_WIDTH, room - (isBeside ? rangeWidth : 0));
        pen.text(
                "text",
                title,
                "x",
                number(PAD),
                "y",
                number(PAD + TITLE_SIZE - 1),
                "fill",
                ink.text(),
                "font-size",
                number(TITLE_SIZE),
                "font-weight",
                "600");
        double y = PAD + TITLE_SIZE - 1 + (isBelow ? RANGE_ROW : 0);
        if (isShown && !range.isEmpty()) {
            text(range, isBelow ? PAD : look.width() - PAD, y, isBelow ? "start" : "end", RANGE_SIZE, ink.soft());
        }
        return HEADER + (isBelow ? RANGE_ROW : 0);
    }

    private void values(double top) {
        double room = look.width() - 2 * PAD;
        double left = look.height() - top - TIME_LABELS - PAD - MIN_FRAME;
        int maxRows = (int) Math.max(0, Math.floor(Math.min(look.height() * LEGEND_SHARE, left) / Legend.ROW_HEIGHT));
        boolean isHeat = chart.kind() == Chart.Kind.HEAT_MAP;
        Optional<Legend> legend = isHeat ? Optional.empty() : Optional.of(Legend.of(chart, room, maxRows));
        double legendHeight = legend.map(Legend::height).orElse(maxRows > 0 ? Legend.ROW_HEIGHT : 0);
        double bottom = look.height() - PAD / 2 - legendHeight - TIME_LABELS;
        Axis value = Extent.axis(chart, bottom - top);
        double frameLeft = Math.round(PAD + Axes.labelWidth(value));
        double right = look.width() - PAD - Axes.OVERHANG / 2;
        Axis time = TimeAxis.of(chart.fromUnixNano(), chart.toUnixNano(), right - frameLeft);
        Frame frame = new Frame(frameLeft, top, right, Math.round(bottom), time, value);
        Axes.draw(pen, frame, look.theme().ink());
        Drawing.draw(pen, chart, frame, look.theme());
        double legendTop = bottom + TIME_LABELS;
        legend.ifPresent(names -> names.draw(pen, chart, PAD, legendTop, look.theme()));
        if (isHeat && maxRows > 0) {
            new HeatLegend(HeatScale.of(HeatCells.of(chart)), room).draw(pen, PAD, legendTop, look.theme());
        }
    }

    private void text(String text, double x, double y, String anchor, double size, String colour) {
        pen.text(
                "text",
                text,
                "x",
                number(x),
                "y",
                number(y),
                "text-anchor",
                anchor,
                "fill",
                colour,
                "font-size",
                number(size));
    }
}
