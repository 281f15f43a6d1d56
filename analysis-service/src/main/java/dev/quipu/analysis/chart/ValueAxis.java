package dev.quipu.analysis.chart;

import java.util.ArrayList;
import java.util.List;

/** Axes of values: whole steps of what people count in. */
final class ValueAxis {

    private static final int TICK_PIXELS = 34;
    private static final int LOG_TICK_PIXELS = 18;

    /** Lines that vary by less than this share of their height are looked at closely. */
    private static final double FLAT = 0.1;

    private static final double NO_DIFFERENCE = 1e-9;
    private static final double LEAST = 1e-200;

    /** Of durations, in nanoseconds; each is told beside its neighbours where there is room. */
    private static final double[] DURATIONS = {
        1, 10, 100, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 60e9, 600e9, 3600e9, 36_000e9, 86_400e9, 864_000e9
    };

    private ValueAxis() {}

    /** @param low the least and @param high the greatest value, in the unit's base */
    static Axis linear(ChartUnit unit, double low, double high, double pixels) {
        boolean isFlat = low > 0 && high - low < FLAT * high && high - low > NO_DIFFERENCE * high;
        double from = isFlat ? low : Math.min(0, low);
        double to = Math.max(high, isFlat ? low : 0);
        if (to - from < LEAST) {
            to = from + unit.quantity().scale(0).size();
        }
        Scale scale = unit.quantity().scale(Math.max(Math.abs(from), Math.abs(to)));
        double wanted = Math.max(2, Math.floor(pixels / TICK_PIXELS));
        double step = scale.step((to - from) / scale.size() / wanted);
        if (unit.isCount() && scale.size() == 1) {
            step = Math.max(1, step);
        }
        double size = step * scale.size();
        double first = Math.floor(from / size + 1e-9);
        double last = Math.ceil(to / size - 1e-9);
        List<Axis.Tick> ticks = new ArrayList<>();
        for (double count = first; count <= last; count++) {
            ticks.add(new Axis.Tick(count * size, unit.text(count * size, scale, step)));
        }
        return new Axis(first * size, last * size, false, ticks);
    }

    /** Of durations. @param low in nanoseconds, more than 0 */
    static Axis logarithmic(double low, double high, double pixels) {
        List<Axis.Tick> ticks = new ArrayList<>();
        for (double nanos : DURATIONS) {
            if (nanos >= low && nanos <= high) {
                ticks.add(new Axis.Tick(nanos, ChartUnit.NANOS.text(nanos)));
            }
        }
        if (ticks.size() < 2) {
            ticks.clear();
            ticks.add(new Axis.Tick(low, ChartUnit.NANOS.text(low)));
            ticks.add(new Axis.Tick(high, ChartUnit.NANOS.text(high)));
        }
        int every = (int) Math.max(1, Math.ceil(ticks.size() * LOG_TICK_PIXELS / pixels));
        List<Axis.Tick> shown = new ArrayList<>();
        for (int i = 0; i < ticks.size(); i += every) {
            shown.add(ticks.get(i));
        }
        return new Axis(low, high, true, shown);
    }
}
