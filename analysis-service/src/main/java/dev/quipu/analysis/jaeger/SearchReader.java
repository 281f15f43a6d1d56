package dev.quipu.analysis.jaeger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.quipu.analysis.AnalysisConfig;
import dev.quipu.analysis.BadParameterException;
import dev.quipu.analysis.read.Window;
import dev.quipu.model.TraceId;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/** Reads query parameters as Jaeger's query service does, and refuses them in the same words. */
public final class SearchReader {

    private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};
    private static final long NANOS_PER_MICRO = 1_000;
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final int TRACE_ID_DIGITS = 32;

    private final ObjectMapper mapper;
    private final AnalysisConfig.Jaeger settings;
    private final Clock clock;

    public SearchReader(ObjectMapper mapper, AnalysisConfig.Jaeger settings, Clock clock) {
        this.mapper = mapper;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * @throws BadParameterException when one cannot be understood, or the service is missing
     */
    public JaegerSearch read(SearchParameters parameters) {
        List<TraceId> traceIds =
                parameters.traceID().stream().map(SearchReader::traceId).toList();
        String service = parameters.service().orElse("");
        if (traceIds.isEmpty() && service.isEmpty()) {
            throw new BadParameterException("parameter 'service' is required");
        }
        OptionalLong to = endOf("end", parameters.end(), NANOS_PER_MICRO);
        OptionalLong from = unixNano("start", parameters.start(), NANOS_PER_MICRO);
        long minDuration = duration("minDuration", parameters.minDuration());
        long maxDuration = duration("maxDuration", parameters.maxDuration());
        if (maxDuration != 0 && maxDuration < minDuration) {
            throw new BadParameterException("'maxDuration' should be greater than 'minDuration'");
        }
        return new JaegerSearch(
                service,
                parameters.operation().orElse(""),
                tags(parameters),
                from.orElseGet(() -> lookBack(to.orElseGet(this::now), parameters.lookback())),
                to,
                minDuration,
                maxDuration,
                limit(parameters.limit()),
                traceIds);
    }

    /**
     * Takes 1 to 32 hex digits of either case; fewer stand for leading zeros.
     *
     * @throws BadParameterException for anything else, or all zeros
     */
    public static TraceId traceId(String text) {
        if (text.isEmpty() || text.length() > TRACE_ID_DIGITS) {
            throw BadParameterException.of("traceID", "expected 1 to 32 hex digits, got " + text.length());
        }
        try {
            return TraceId.parse("0".repeat(TRACE_ID_DIGITS - text.length()) + text.toLowerCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw BadParameterException.of("traceID", String.valueOf(e.getMessage()));
        }
    }

    /** The window of a request for dependencies: its times are milliseconds. */
    public Window dependencyWindow(Optional<String> endTs, Optional<String> lookback, long defaultLookbackNanos) {
        long to = endOf("endTs", endTs, NANOS_PER_MILLI).orElseGet(this::now);
        long back = unixNano("lookback", lookback, NANOS_PER_MILLI).orElse(defaultLookbackNanos);
        return new Window(Math.max(0, to - back), to);
    }

    private Map<String, String> tags(SearchParameters parameters) {
        Map<String, String> tags = new TreeMap<>();
        for (String tag : parameters.tag()) {
            int colon = tag.indexOf(':');
            if (colon < 0) {
                throw new BadParameterException("malformed 'tag' parameter, expecting key:value, received: " + tag);
            }
            tags.put(tag.substring(0, colon), tag.substring(colon + 1));
        }
        for (String object : parameters.tags()) {
            if (!object.isEmpty()) {
                tags.putAll(readObject(object));
            }
        }
        return tags;
    }

    private Map<String, String> readObject(String json) {
        try {
            Map<String, String> texts = mapper.readValue(json, TEXTS);
            if (texts != null && !texts.containsValue(null)) {
                return texts;
            }
        } catch (JsonProcessingException e) {
            throw new BadParameterException(
                    "malformed 'tags' parameter, expected a JSON object of texts: " + e.getOriginalMessage());
        }
        throw new BadParameterException("malformed 'tags' parameter, expected a JSON object of texts, got: " + json);
    }

    private long lookBack(long toUnixNano, Optional<String> lookback) {
        boolean given = lookback.isPresent()
                && !lookback.get().isEmpty()
                && !lookback.get().equals("custom");
        long nanos = given
                ? duration("lookback", lookback)
                : settings.defaultLookback().toNanos();
        return Math.max(0, toUnixNano - nanos);
    }

    private int limit(Optional<String> text) {
        if (text.isEmpty() || text.get().isEmpty()) {
            return settings.defaultLimit();
        }
        long limit = number("limit", text.get());
        if (limit < 1) {
            throw BadParameterException.of("limit", "expected at least 1, got " + limit);
        }
        return (int) Math.min(limit, settings.maxTraces());
    }

    private static long duration(String parameter, Optional<String> text) {
        try {
            return text.isEmpty() || text.get().isEmpty() ? 0 : GoDuration.parseNanos(text.get());
        } catch (IllegalArgumentException e) {
            throw BadParameterException.of(parameter, String.valueOf(e.getMessage()));
        }
    }

    /** The first moment after a unit of time, which itself is included in what is asked for. */
    private static OptionalLong endOf(String parameter, Optional<String> text, long nanosPerUnit) {
        OptionalLong start = unixNano(parameter, text, nanosPerUnit);
        return start.isPresent() ? OptionalLong.of(start.getAsLong() + nanosPerUnit) : start;
    }

    private static OptionalLong unixNano(String parameter, Optional<String> text, long nanosPerUnit) {
        if (text.isEmpty() || text.get().isEmpty()) {
            return OptionalLong.empty();
        }
        long value = number(parameter, text.get());
        long most = Long.MAX_VALUE / nanosPerUnit - 1;
        if (value < 0 || value > most) {
            throw BadParameterException.of(parameter, "expected 0 to " + most + ", got " + value);
        }
        return OptionalLong.of(value * nanosPerUnit);
    }

    private static long number(String parameter, String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw BadParameterException.of(parameter, "expected a whole number, got '" + text + "'");
        }
    }

    private long now() {
        Instant now = clock.instant();
        return now.getEpochSecond() * 1_000_000_000L + now.getNano();
    }
}
