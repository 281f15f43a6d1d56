package dev.quipu.analysis.chart;

import static dev.quipu.analysis.chart.SvgPen.number;

/** Draws the lines and labels of both axes. */
final class Axes {

    static final double FONT_SIZE = 11;

    /** How far a label may reach beyond the frame. */
    static final double OVERHANG = 18;

    private static final double LABEL_GAP = 6;
    private static final double BASELINE = 4;

    private Axes() {}

    /** Room that the labels of values need. */
    static double labelWidth(Axis values) {
        return values.ticks().stream()
                        .mapToDouble(tick -> SvgText.width(tick.label(), FONT_SIZE))
                        .max()
                        .orElse(0)
                + LABEL_GAP;
    }

    static void draw(SvgPen pen, Frame frame, Theme.Ink ink) {
        for (Axis.Tick tick : frame.value().ticks()) {
            double y = Math.round(frame.y(tick.value())) + 0.5;
            line(pen, frame.left(), y, "H" + number(frame.right()), ink);
            label(pen, tick.label(), frame.left() - LABEL_GAP, y + BASELINE - 0.5, "end", ink);
        }
        double free = 0;
        for (Axis.Tick tick : frame.time().ticks()) {
            double x = frame.x(tick.value());
            double half = SvgText.width(tick.label(), FONT_SIZE) / 2;
            line(pen, Math.round(x) + 0.5, frame.bottom(), "v4", ink);
            if (x - half >= free && x + half <= frame.right() + OVERHANG) {
                label(pen, tick.label(), x, frame.bottom() + FONT_SIZE + LABEL_GAP, "middle", ink);
                free = x + half + LABEL_GAP;
            }
        }
    }

    private static void line(SvgPen pen, double x, double y, String to, Theme.Ink ink) {
        pen.empty("path", "d", "M" + number(x) + " " + number(y) + to, "stroke", ink.line());
    }

    private static void label(SvgPen pen, String text, double x, double y, String anchor, Theme.Ink ink) {
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
                ink.soft(),
                "font-size",
                number(FONT_SIZE));
    }
}
