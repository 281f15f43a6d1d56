package dev.quipu.analysis.jaeger;

import java.math.BigDecimal;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations as Go's {@code time.ParseDuration} reads them ({@code 1.2s}, {@code 100ms}, {@code 1h30m}), with days and
 * weeks besides, because Jaeger's viewer sends its lookback as {@code 2d}.
 */
final class GoDuration {

    private static final Pattern PART =
            Pattern.compile("([0-9]{1,19}(?:\\.[0-9]{0,18})?|\\.[0-9]{1,18})(ns|us|µs|μs|ms|s|m|h|d|w)");

    private static final Map<String, Long> NANOS = Map.of(
            "ns", 1L,
            "us", 1_000L,
            "µs", 1_000L,
            "μs", 1_000L,
            "ms", 1_000_000L,
            "s", 1_000_000_000L,
            "m", 60_000_000_000L,
            "h", 3_600_000_000_000L,
            "d", 86_400_000_000_000L,
            "w", 604_800_000_000_000L);

    private static final int MAX_CHARACTERS = 64;

    private GoDuration() {}

    /**
     * In nanoseconds, at least 0.
     *
     * @throws IllegalArgumentException when it is no duration, or does not fit
     */
    static long parseNanos(String text) {
        if (text.equals("0")) {
            return 0;
        }
        BigDecimal nanos = BigDecimal.ZERO;
        Matcher part = PART.matcher(text);
        int at = 0;
        while (at < text.length()
                && text.length() <= MAX_CHARACTERS
                && part.region(at, text.length()).lookingAt()) {
            nanos = nanos.add(new BigDecimal(part.group(1)).multiply(BigDecimal.valueOf(nanosOf(part.group(2)))));
            at = part.end();
        }
        if (at == 0 || at < text.length() || nanos.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
            throw new IllegalArgumentException("expected a duration such as 1.2s, 100ms or 300us, got '" + text + "'");
        }
        return nanos.longValue();
    }

    private static long nanosOf(String unit) {
        return NANOS.getOrDefault(unit, 0L);
    }
}
