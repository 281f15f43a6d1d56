package dev.quipu.analysis.rollup;

/**
 * How many spans a sampled span stands for, from the rejection threshold in its tracestate (OpenTelemetry, "TraceState:
 * Probability Sampling", {@code ot=th:}).
 */
public final class SamplingWeight {

    private static final int THRESHOLD_DIGITS = 14;
    private static final long RANGE = 1L << 56;

    private SamplingWeight() {}

    /** 1 or more; 1 when no threshold is told, or none that can be read. */
    public static double of(String traceState) {
        for (String entry : traceState.split(",", -1)) {
            String vendor = entry.trim();
            if (vendor.startsWith("ot=")) {
                return ofOtel(vendor.substring("ot=".length()));
            }
        }
        return 1;
    }

    private static double ofOtel(String value) {
        for (String field : value.split(";", -1)) {
            if (field.startsWith("th:")) {
                return ofThreshold(field.substring("th:".length()));
            }
        }
        return 1;
    }

    private static double ofThreshold(String hex) {
        boolean isThreshold = !hex.isEmpty()
                && hex.length() <= THRESHOLD_DIGITS
                && hex.chars().allMatch(c -> Character.digit(c, 16) >= 0 && c < 128);
        if (!isThreshold) {
            return 1;
        }
        long threshold = Long.parseLong(hex, 16) << 4 * (THRESHOLD_DIGITS - hex.length());
        return (double) RANGE / (RANGE - threshold);
    }
}
