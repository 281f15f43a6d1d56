package dev.quipu.analysis.zipkin;

import dev.quipu.analysis.AnalysisConfig;
import dev.quipu.analysis.BadParameterException;
import dev.quipu.analysis.read.Window;
import dev.quipu.model.TraceId;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads query parameters as Zipkin's server does. */
public final class SearchReader {

    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final long NANOS_PER_MICRO = 1_000;
    private static final long MAX_MILLIS = Long.MAX_VALUE / NANOS_PER_MILLI - 1;
    private static final long MAX_MICROS = Long.MAX_VALUE / NANOS_PER_MICRO - 1;
    private static final int TRACE_ID_DIGITS = 32;
    private static final String ALL = "all";

    private final AnalysisConfig.Zipkin settings;
    private final Clock clock;

    public SearchReader(AnalysisConfig.Zipkin settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * @throws BadParameterException when one cannot be understood
     */
    public ZipkinSearch read(SearchParameters parameters) {
        long minDuration =
                number("minDuration", parameters.minDuration(), MAX_MICROS).orElse(0L);
        long maxDuration =
                number("maxDuration", parameters.maxDuration(), MAX_MICROS).orElse(0L);
        if (maxDuration > 0 && minDuration == 0) {
            throw BadParameterException.of("maxDuration", "expected minDuration beside it, got none");
        }
        if (maxDuration > 0 && maxDuration < minDuration) {
            throw BadParameterException.of("maxDuration", "expected at least minDuration, got " + maxDuration);
        }
        long limit = number("limit", parameters.limit(), Integer.MAX_VALUE).orElse((long) settings.defaultLimit());
        if (limit < 1) {
            throw BadParameterException.of("limit", "expected at least 1, got " + limit);
        }
        return new ZipkinSearch(
                name(parameters.serviceName()),
                name(parameters.remoteServiceName()),
                name(parameters.spanName()),
                annotations(parameters.annotationQuery().orElse("")),
                minDuration,
                maxDuration,
                window(parameters.endTs(), parameters.lookback()),
                (int) Math.min(limit, settings.maxTraces()));
    }

    /** Both ends are included, down to the microsecond; without a lookback, the default one. */
    public Window window(Optional<String> endTs, Optional<String> lookback) {
        long end = number("endTs", endTs, MAX_MILLIS).orElseGet(clock::millis);
        long back = number("lookback", lookback, MAX_MILLIS)
                .orElseGet(() -> settings.defaultLookback().toMillis());
        if (end == 0 || back == 0) {
            throw BadParameterException.of(end == 0 ? "endTs" : "lookback", "expected more than 0, got 0");
        }
        return new Window(Math.max(0, end - back) * NANOS_PER_MILLI, end * NANOS_PER_MILLI + NANOS_PER_MICRO);
    }

    /** The window that ends now. */
    public Window recent() {
        return window(Optional.empty(), Optional.empty());
    }

    /**
     * Takes 1 to 32 hex digits of either case; fewer stand for leading zeros.
     *
     * @throws BadParameterException for anything else, or all zeros
     */
    public static TraceId traceId(String text) {
        String digits = text.strip();
        if (digits.isEmpty() || digits.length() > TRACE_ID_DIGITS) {
            throw BadParameterException.of("traceId", "expected 1 to 32 hex digits, got " + digits.length());
        }
        try {
            return TraceId.parse("0".repeat(TRACE_ID_DIGITS - digits.length()) + digits.toLowerCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw BadParameterException.of("traceId", String.valueOf(e.getMessage()));
        }
    }

    /**
     * Several, with commas between them.
     *
     * @throws BadParameterException also for more than an answer holds
     */
    public List<TraceId> traceIds(Optional<String> texts) {
        List<TraceId> ids = new ArrayList<>();
        for (String text : texts.orElse("").split(",")) {
            if (!text.isBlank()) {
                ids.add(traceId(text));
            }
        }
        if (ids.isEmpty() || ids.size() > settings.maxTraces()) {
            throw BadParameterException.of(
                    "traceIds", "expected 1 to " + settings.maxTraces() + " trace ids, got " + ids.size());
        }
        return ids.stream().distinct().toList();
    }

    /** A name; viewers send {@code all} for any. */
    private static String name(Optional<String> text) {
        return text.filter(name -> !name.equals(ALL)).orElse("");
    }

    private static Map<String, String> annotations(String query) {
        Map<String, String> annotations = new LinkedHashMap<>();
        for (String part : query.split(" and ")) {
            if (!part.isBlank()) {
                int equals = part.indexOf('=');
                String key = (equals < 0 ? part : part.substring(0, equals)).strip();
                annotations.put(
                        key, equals < 0 ? "" : part.substring(equals + 1).strip());
            }
        }
        return annotations;
    }

    private static Optional<Long> number(String parameter, Optional<String> text, long most) {
        if (text.isEmpty() || text.get().isEmpty()) {
            return Optional.empty();
        }
        try {
            long value = Long.parseLong(text.get());
            if (value < 0 || value > most) {
                throw BadParameterException.of(parameter, "expected 0 to " + most + ", got " + value);
            }
            return Optional.of(value);
        } catch (NumberFormatException e) {
            throw BadParameterException.of(parameter, "expected a whole number, got '" + text.get() + "'");
        }
    }
}
