package dev.quipu.analysis.anomaly;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What stands out in some series. */
@Schema(name = "Anomalies", description = "Values that stand out, and times at which series moved and stayed.")
public record AnomaliesAnswer(
        @Schema(description = "Learnt from this time on.", implementation = String.class, format = "date-time")
        Instant learntFrom,

        @Schema(description = "Length of a step, of which each has one value.", examples = "60000")
        long stepMillis,

        @Schema(description = "Series that were looked at.", examples = "12")
        int looked,

        @Schema(description = "Series in which something was found, on all pages.", examples = "2")
        int seriesCount,

        @Schema(description = "Those with the highest score first.")
        List<Series> series,

        @Schema(description = "Pass it as cursor for the next page; empty on the last one.", examples = "100")
        String nextCursor,

        @Schema(
                description = "Everything acknowledged before this was looked at; absent when nothing was.",
                implementation = String.class,
                format = "date-time")
        Optional<Instant> watermark) {

    public AnomaliesAnswer {
        series = List.copyOf(series);
    }

    /** What was found in one series. */
    @Schema(name = "AnomalousSeries", description = "What was found in one series.")
    public record Series(
            @Schema(description = "The metric, or the figure: rate, errors, p99Nanos.", examples = "rate")
            String name,

            @Schema(description = "What tells it from others.", examples = "{\"component\": \"cart\"}")
            Map<String, String> labels,

            @Schema(description = "The highest of its scores, 0 to 1.", examples = "0.62")
            double highestScore,

            @Schema(description = "In the order of time.") List<Moment> moments,

            @Schema(description = "When it moved and stayed.")
            List<Move> changes) {
        private static Series of(AnomalyScan.Found found) {
            return new Series(
                    found.series().name(),
                    new TreeMap<>(found.series().labels()),
                    found.highestScore(),
                    found.moments().stream().map(Moment::of).toList(),
                    found.changes().stream().map(Move::of).toList());
        }
    }

    /** A value that stands out. */
    @Schema(name = "AnomalousValue", description = "A value that stands out, judged by what was before it.")
    public record Moment(
            @Schema(description = "Begin of its step.", examples = "1767225600000000000")
            String timeUnixNano,

            @Schema(description = "The value.", examples = "93.0")
            double value,

            @Schema(
                    description = "From 0.3 on it is worth showing, from 0.45 on worth waking somebody: twelfths of the"
                            + " number of zeros in the probability to depart so far.",
                    examples = "0.43")
            double score,

            @Schema(description = "Lower end of what was expected, which 2 in 100 values pass.", examples = "40.0")
            double expectedLow,

            @Schema(description = "Upper end, likewise.", examples = "60.0")
            double expectedHigh,

            @Schema(
                    description = "In a sentence.",
                    examples = "93 where 40 to 60 was expected at this time of the day; robust z 8.1; once in 10^5.2"
                            + " values")
            String explanation) {
        private static Moment of(AnomalyScan.Moment moment) {
            Observation observation = moment.observation();
            return new Moment(
                    Long.toString(moment.timeUnixNano()),
                    observation.value(),
                    observation.score(),
                    observation.expectedLow(),
                    observation.expectedHigh(),
                    observation.explanation());
        }
    }

    /** A series that moved and stayed. */
    @Schema(name = "SeriesChange", description = "A series that moved and stayed.")
    public record Move(
            @Schema(description = "What moved: level or spread.", examples = "level")
            String kind,

            @Schema(description = "About the first value after the move.", examples = "1767225600000000000")
            String sinceUnixNano,

            @Schema(description = "Before; of a series that follows a season its departure from it.", examples = "2.1")
            double before,

            @Schema(description = "After.", examples = "14.8")
            double after) {
        private static Move of(Change change) {
            return new Move(
                    change.kind().name().toLowerCase(Locale.ROOT),
                    Long.toString(change.sinceUnixNano()),
                    change.before(),
                    change.after());
        }
    }

    static AnomaliesAnswer of(AnomalyQuery query, List<SeriesPoints> series, Optional<Instant> watermark) {
        List<AnomalyScan.Found> found = series.stream()
                .map(points -> AnomalyScan.of(points, query.window().fromUnixNano(), query.leastScore()))
                .filter(one -> !one.moments().isEmpty() || !one.changes().isEmpty())
                .sorted(Comparator.comparingDouble(AnomalyScan.Found::highestScore)
                        .reversed()
                        .thenComparing(one -> one.series().name())
                        .thenComparing(one -> new TreeMap<>(one.series().labels()).toString()))
                .toList();
        return new AnomaliesAnswer(
                query.learnFrom(),
                query.step().toMillis(),
                series.size(),
                found.size(),
                query.page().of(found).stream().map(Series::of).toList(),
                query.page().nextCursor(found.size()),
                watermark);
    }
}
