package dev.quipu.analysis.chart;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What a chart shows, whatever it is written as. */
@Schema(name = "Chart", description = "Values step by step, in one or more series.")
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record Chart(
        @Schema(description = "What is shown.", examples = "Spans by service")
        String title,

        @Schema(description = "Unit of the values, as UCUM writes it.", implementation = String.class, examples = "ns")
        ChartUnit unit,

        @Schema(description = "How it is drawn.") Kind kind,

        @Schema(description = "Where each step begins.") List<Instant> times,

        @Schema(
                description = "Length of a step in nanoseconds.",
                implementation = String.class,
                examples = "60000000000")
        @JsonFormat(shape = JsonFormat.Shape.STRING)
        long stepNanos,

        @Schema(
                description = "The greatest first, `others` last; of a heat map from the shortest durations to the"
                        + " longest. Empty without data.")
        List<Series> series,

        @Schema(
                description = "Whether there are more series than these: of counts, together they are `others`;"
                        + " elsewhere they are left out.",
                examples = "false")
        boolean truncated,

        @Schema(
                description = "Everything acknowledged before this is in the values; absent when nothing was analysed"
                        + " yet.",
                implementation = String.class,
                format = "date-time")
        Optional<Instant> watermark) {

    /** Series at most, `others` not counted. */
    static final int MAX_SERIES = 50;

    /** Steps at most. */
    static final int MAX_STEPS = 2000;

    /** Name of what is summed up. */
    static final String OTHERS = "others";

    /**
     * @throws IllegalArgumentException when a series has not one value for each step
     */
    public Chart {
        times = List.copyOf(times);
        series = List.copyOf(series);
        if (times.size() > MAX_STEPS || stepNanos <= 0) {
            throw new IllegalArgumentException("times: expected at most " + MAX_STEPS + " steps longer than 0, got "
                    + times.size() + " of " + stepNanos + " ns");
        }
        for (Series one : series) {
            if (one.values().size() != times.size()) {
                throw new IllegalArgumentException("series: expected " + times.size() + " values, got "
                        + one.values().size());
            }
        }
    }

    /** How values are drawn. */
    @Schema(name = "ChartKind", description = "How values are drawn.")
    public enum Kind {
        @JsonProperty("lines")
        LINES,
        @JsonProperty("stacked_bars")
        STACKED_BARS,
        @JsonProperty("heat_map")
        HEAT_MAP
    }

    /** Values under one name. */
    @Schema(name = "ChartSeries", description = "Values under one name.")
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record Series(
            @Schema(description = "What the values are of.", examples = "cart")
            String name,

            @Schema(description = "Of a heat map: the durations that are counted here.")
            Optional<Durations> durations,

            @Schema(description = "One for each step; null where there is none.", examples = "[1.5, null, 2]")
            List<OptionalDouble> values) {
        public Series {
            values = List.copyOf(values);
        }

        static Series of(String name, List<OptionalDouble> values) {
            return new Series(name, Optional.empty(), values);
        }

        static Series ofCounts(String name, List<Long> counts) {
            return of(
                    name, counts.stream().map(count -> OptionalDouble.of(count)).toList());
        }
    }

    /** From, included, to, not included. */
    @Schema(name = "ChartDurations", description = "Durations of a heat map's row.")
    public record Durations(
            @Schema(
                    description = "Shortest duration, in nanoseconds.",
                    implementation = String.class,
                    examples = "1048576")
            @JsonFormat(shape = JsonFormat.Shape.STRING)
            long fromNanos,

            @Schema(
                    description = "All are shorter than this, in nanoseconds.",
                    implementation = String.class,
                    examples = "1246974")
            @JsonFormat(shape = JsonFormat.Shape.STRING)
            long toNanos) {}

    public Chart withTitle(String other) {
        return new Chart(other, unit, kind, times, stepNanos, series, truncated, watermark);
    }

    /** Whether there is anything to draw. */
    boolean hasValues() {
        return !times.isEmpty()
                && series.stream().flatMap(one -> one.values().stream()).anyMatch(OptionalDouble::isPresent);
    }

    long fromUnixNano() {
        return times.isEmpty() ? 0 : ChartTimes.unixNano(times.get(0));
    }

    /** The end of nanoseconds at the latest. */
    long toUnixNano() {
        double end = (double) fromUnixNano() + (double) times.size() * stepNanos;
        return end >= Long.MAX_VALUE ? Long.MAX_VALUE : fromUnixNano() + times.size() * stepNanos;
    }
}
