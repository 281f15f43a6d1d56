package dev.quipu.analysis.heatmap;

import dev.quipu.analysis.BadParameterException;
import dev.quipu.analysis.client.HeatMapClient;
import dev.quipu.analysis.read.Window;
import dev.quipu.model.Signal;
import dev.quipu.model.query.QuerySyntaxException;
import dev.quipu.model.query.RecordFilter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which spans are counted.
 *
 * @param step length of a column
 */
public record HeatMapQuery(RecordFilter filter, Window window, Duration step) {

    /** Columns at most when nobody says how long one is. */
    private static final int COLUMNS = 100;

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

    /**
     * @param step such as 30s or 5m; empty: as fits the window
     * @throws BadParameterException when something cannot be understood
     */
    public static HeatMapQuery of(Window window, Optional<String> q, Optional<String> step) {
        String text = q.orElse("");
        try {
            return new HeatMapQuery(
                    RecordFilter.parse(Signal.TRACES, text),
                    window,
                    step.map(HeatMapQuery::length).orElseGet(() -> fitting(window)));
        } catch (QuerySyntaxException e) {
            throw new BadParameterException("q: expected a search for spans, got '" + text + "': " + e.getMessage());
        }
    }

    private static Duration length(String text) {
        Matcher length = LENGTH.matcher(text);
        if (length.matches()) {
            long count = Long.parseLong(length.group(1));
            switch (length.group(2)) {
                case "ms" -> {
                    return Duration.ofMillis(count);
                }
                case "s" -> {
                    return Duration.ofSeconds(count);
                }
                case "m" -> {
                    return Duration.ofMinutes(count);
                }
                case "h" -> {
                    return Duration.ofHours(count);
                }
                default -> {
                    return Duration.ofDays(count);
                }
            }
        }
        throw new BadParameterException("step: expected a length such as 100ms, 30s, 5m, 1h or 1d, got '" + text + "'");
    }

    private static Duration fitting(Window window) {
        Duration whole = Duration.ofNanos(window.toUnixNano() - window.fromUnixNano());
        return LENGTHS.stream()
                .filter(length -> length.multipliedBy(COLUMNS).compareTo(whole) >= 0)
                .findFirst()
                .orElseGet(() -> Duration.ofDays(1 + whole.toDays() / COLUMNS));
    }

    HeatMapClient.Query question() {
        return new HeatMapClient.Query(filter, window.fromUnixNano(), window.toUnixNano(), step);
    }
}
