package dev.quipu.analysis.read;

import dev.quipu.analysis.BadParameterException;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Length of a step of time, as clients write it and as fits a window. */
public final class StepLength {

    /** Steps at most when nobody says how long one is. */
    private static final int STEPS = 100;

    private static final Pattern LENGTH = Pattern.compile("([1-9][0-9]{0,8})(ms|s|m|h|d)");

    private static final List<Duration> LENGTHS = List.of(
            Duration.ofMillis(100),
            Duration.ofSeconds(1),
            Duration.ofSeconds(5),
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            Duration.ofMinutes(1),
            Duration.ofMinutes(5),
            Duration.ofMinutes(15),
            Duration.ofHours(1),
            Duration.ofHours(6),
            Duration.ofDays(1));

    private StepLength() {}

    /**
     * @throws BadParameterException when the text is not a number of ms, s, m, h or d
     */
    public static Duration parse(String text) {
        Matcher length = LENGTH.matcher(text);
        if (!length.matches()) {
            throw new BadParameterException(
                    "step: expected a length such as 100ms, 30s, 5m, 1h or 1d, got '" + text + "'");
        }
        long count = Long.parseLong(length.group(1));
        return switch (length.group(2)) {
            case "ms" -> Duration.ofMillis(count);
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
        };
    }

    /** The shortest of the usual lengths that cut a window into at most a hundred steps. */
    public static Duration fitting(Window window) {
        Duration whole = Duration.ofNanos(window.toUnixNano() - window.fromUnixNano());
        return LENGTHS.stream()
                .filter(length -> length.multipliedBy(STEPS).compareTo(whole) >= 0)
                .findFirst()
                .orElseGet(() -> Duration.ofDays(1 + whole.toDays() / STEPS));
    }
}
