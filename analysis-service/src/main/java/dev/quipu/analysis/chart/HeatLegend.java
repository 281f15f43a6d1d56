package dev.quipu.analysis.chart;

import static dev.quipu.analysis.chart.SvgPen.number;

/** What the colours of a heat map stand for. @param width that there is for it */
record HeatLegend(HeatScale heat, double width) {

    private static final String LEAST = "1";
    private static final double FONT_SIZE = 11;
    private static final double GAP = 6;
    private static final double WIDEST_LEVEL = 16;

    void draw(SvgPen pen, double left, double top, Theme theme) {
        double middle = top + Legend.ROW_HEIGHT / 2;
        String most = ChartUnit.SPANS.text(heat.most()) + " spans";
        double begin = SvgText.width(LEAST, FONT_SIZE) + GAP;
        double level =
                Math.min(WIDEST_LEVEL, (width - begin - GAP - SvgText.width(most, FONT_SIZE)) / HeatScale.LEVELS);
        label(pen, LEAST, left, middle, theme);
        for (int i = 0; i < HeatScale.LEVELS; i++) {
            pen.empty(
                    "rect",
                    "x",
                    number(left + begin + i * level),
                    "y",
                    number(middle - 5),
                    "width",
                    number(level),
                    "height",
                    "10",
                    "shape-rendering",
                    "crispEdges",
                    "fill",
                    theme.heat(HeatScale.share(i)));
        }
        label(pen, most, left + begin + HeatScale.LEVELS * level + GAP, middle, theme);
    }

    private static void label(SvgPen pen, String text, double x, double middle, Theme theme) {
        pen.text(
                "text",
                text,
                "x",
                number(x),
                "y",
                number(middle + 4),
                "fill",
                theme.ink().text(),
                "font-size",
                number(FONT_SIZE));
    }
}
