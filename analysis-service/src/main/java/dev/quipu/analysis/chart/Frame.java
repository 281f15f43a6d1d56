package dev.quipu.analysis.chart;

/** Where in the picture values are drawn, in pixels from the top left, and the axes along it. */
record Frame(double left, double top, double right, double bottom, Axis time, Axis value) {

    double x(double unixNano) {
        return left + (right - left) * time.share(unixNano);
    }

    /** Never outside. */
    double y(double base) {
        return bottom - (bottom - top) * Math.min(1, Math.max(0, value.share(base)));
    }
}
