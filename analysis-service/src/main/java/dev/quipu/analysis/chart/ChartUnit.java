package dev.quipu.analysis.chart;

import com.fasterxml.jackson.annotation.JsonValue;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Map;

/**
 * The unit of a chart's values.
 *
 * @param name as UCUM writes it
 * @param factor what makes a value one of the quantity's base
 */
record ChartUnit(@JsonValue String name, Quantity quantity, double factor) {

    static final ChartUnit SPANS = new ChartUnit("{span}", Quantity.NUMBER, 1);
    static final ChartUnit LOG_RECORDS = new ChartUnit("{record}", Quantity.NUMBER, 1);
    static final ChartUnit SPANS_PER_SECOND = new ChartUnit("{span}/s", Quantity.NUMBER, 1);
    static final ChartUnit ERROR_RATIO = new ChartUnit("1", Quantity.RATIO, 1);
    static final ChartUnit NANOS = new ChartUnit("ns", Quantity.DURATION, 1);

    private static final String PER_SECOND = "/s";
    private static final int LONGEST_SUFFIX = 8;
    private static final int MOST_DECIMALS = 6;
    private static final double HUGE = 1e16;

    private static final Map<String, Double> NANOS_OF =
            Map.of("ns", 1.0, "us", 1e3, "µs", 1e3, "ms", 1e6, "s", 1e9, "min", 60e9, "h", 3600e9, "d", 86_400e9);

    private static final Map<String, Double> BYTES_OF = Map.of(
            "By", 1.0, "kBy", 1e3, "KiBy", 1024.0, "MBy", 1e6, "MiBy", 1048576.0, "GBy", 1e9, "GiBy", 1073741824.0);

    /** @param ucum as metrics name it; empty when nobody told */
    static ChartUnit of(String ucum) {
        boolean isRate = ucum.endsWith(PER_SECOND);
        String base = isRate ? ucum.substring(0, ucum.length() - PER_SECOND.length()) : ucum;
        if (BYTES_OF.containsKey(base)) {
            return new ChartUnit(ucum, Quantity.BYTES, BYTES_OF.get(base));
        }
        if (!isRate && NANOS_OF.containsKey(base)) {
            return new ChartUnit(ucum, Quantity.DURATION, NANOS_OF.get(base));
        }
        return base.equals("%") && !isRate
                ? new ChartUnit(ucum, Quantity.RATIO, 0.01)
                : new ChartUnit(ucum, Quantity.NUMBER, 1);
    }

    /** Whether values are whole numbers. */
    boolean isCount() {
        return equals(SPANS) || equals(LOG_RECORDS);
    }

    /**
     * A value as people read it.
     *
     * @param base in the quantity's base
     * @param step between values that have to be told apart, in the scale's size
     */
    String text(double base, Scale scale, double step) {
        double count = base / scale.size();
        if (Math.abs(count) >= HUGE || step < Math.pow(10, -MOST_DECIMALS)) {
            return count == 0 ? "0" : String.format(Locale.ROOT, "%.2e", count) + symbol(scale);
        }
        int decimals = (int) Math.max(0, Math.ceil(-Math.log10(step) - 1e-9));
        BigDecimal rounded = BigDecimal.valueOf(count).setScale(decimals, RoundingMode.HALF_UP);
        return rounded.signum() == 0
                ? "0" + symbol(quantity == Quantity.NUMBER ? quantity.scale(0) : scale)
                : rounded.toPlainString() + symbol(scale);
    }

    /** A single value, in about three digits. */
    String text(double base) {
        Scale scale = quantity.scaleOf(Math.abs(base));
        double count = Math.abs(base) / scale.size();
        if (count == Math.rint(count) && count < HUGE) {
            return text(base, scale, 1);
        }
        return text(base, scale, count >= 100 ? 1 : Math.pow(10, Math.floor(Math.log10(count)) - 2));
    }

    private String symbol(Scale scale) {
        String rate = name.endsWith(PER_SECOND) ? PER_SECOND : "";
        if (quantity != Quantity.NUMBER) {
            return " " + scale.symbol() + rate;
        }
        String base = name.substring(0, name.length() - rate.length());
        boolean isSaid =
                !base.isEmpty() && !base.equals("1") && !base.startsWith("{") && base.length() <= LONGEST_SUFFIX;
        return scale.symbol() + (isSaid ? " " + base : "") + rate;
    }
}
