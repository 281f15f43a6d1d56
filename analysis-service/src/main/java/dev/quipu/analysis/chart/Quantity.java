package dev.quipu.analysis.chart;

import java.util.List;

/** What kind of thing values measure, and the sizes in which people read it. */
enum Quantity {
    NUMBER(List.of(Scale.of(1, ""), Scale.of(1e3, "k"), Scale.of(1e6, "M"), Scale.of(1e9, "G"), Scale.of(1e12, "T"))),

    /** In nanoseconds. */
    DURATION(List.of(
            Scale.of(1, "ns"),
            Scale.of(1e3, "µs"),
            Scale.of(1e6, "ms"),
            Scale.of(1e9, "s"),
            new Scale(60e9, "min", 2, true),
            new Scale(3600e9, "h", 2, true),
            new Scale(86_400e9, "d", 2, false))),

    BYTES(List.of(
            Scale.of(1, "B"),
            Scale.of(1024, "KiB"),
            Scale.of(1024.0 * 1024, "MiB"),
            Scale.of(1024.0 * 1024 * 1024, "GiB"),
            Scale.of(1024.0 * 1024 * 1024 * 1024, "TiB"))),

    /** 1 is 100 %. */
    RATIO(List.of(Scale.of(0.01, "%")));

    private final List<Scale> scales;

    Quantity(List<Scale> scales) {
        this.scales = scales;
    }

    /** The greatest scale that a value is a whole number of, or else the scale for values up to it. */
    Scale scaleOf(double value) {
        for (int i = scales.size() - 1; i > 0; i--) {
            Scale scale = scales.get(i);
            if (value >= scale.size() && value % scale.size() == 0) {
                return scale;
            }
        }
        return scale(value);
    }

    /** The scale for values up to this. */
    Scale scale(double most) {
        Scale fitting = scales.get(0);
        for (Scale scale : scales) {
            if (most >= scale.size() * scale.from()) {
                fitting = scale;
            }
        }
        return fitting;
    }
}
