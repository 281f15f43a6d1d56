package dev.quipu.storage.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.quipu.model.PointValue;
import dev.quipu.model.SpanId;
import dev.quipu.model.TraceId;
import dev.quipu.model.series.RangeQuery;
import dev.quipu.model.series.Series;
import dev.quipu.storage.catalog.MetricNames;
import dev.quipu.storage.search.FoundExemplar;
import dev.quipu.storage.search.SeriesSearch;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Metrics and their series as clients see them. Times are text: JavaScript's numbers cannot hold nanoseconds. */
final class MetricAnswers {

    private static final String[] TEMPORALITIES = {"unspecified", "delta", "cumulative"};

    private MetricAnswers() {}

    private static String temporalityOf(int number) {
        return number >= 0 && number < TEMPORALITIES.length ? TEMPORALITIES[number] : Integer.toString(number);
    }

    @Schema(name = "ListedMetric", description = "A metric by name.")
    record ListedMetric(
            @Schema(description = "Its name.", examples = "http.server.request.duration")
            String name,

            @Schema(description = "gauge, sum, histogram, exponential_histogram or summary.", examples = "histogram")
            String kind,

            @Schema(description = "As UCUM writes it; empty when not told.", examples = "s")
            String unit,

            @Schema(description = "What the source says of it; empty when nothing.")
            String description,

            @Schema(
                    description = "delta, cumulative, or unspecified for kinds that have none.",
                    examples = "cumulative")
            String temporality,

            @Schema(description = "Whether a sum only grows.", examples = "false")
            boolean monotonic,

            @Schema(description = "The day on which it last came.")
            LocalDate lastSeen) {
        static ListedMetric of(MetricNames.ListedMetric metric) {
            return new ListedMetric(
                    metric.key().name(),
                    metric.key().kind().name().toLowerCase(Locale.ROOT),
                    metric.key().unit(),
                    metric.description(),
                    temporalityOf(metric.key().temporality()),
                    metric.key().monotonic(),
                    metric.lastSeen());
        }
    }

    @Schema(name = "MetricPage", description = "One page of metrics.")
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record MetricPage(
            @Schema(description = "By name.") List<ListedMetric> metrics,

            @Schema(description = "Pass it as cursor for the next page; absent on the last.")
            Optional<String> nextCursor) {}

    @Schema(name = "Series", description = "What names a series.")
    record NamedSeries(
            @Schema(description = "The metric's name.", examples = "http.server.request.duration")
            String metric,

            @Schema(description = "gauge, sum, histogram, exponential_histogram or summary.", examples = "histogram")
            String kind,

            @Schema(description = "As UCUM writes it; empty when not told.", examples = "s")
            String unit,

            @Schema(description = "Attributes of the points.")
            Map<String, Object> attributes,

            @Schema(description = "Attributes of the resource.")
            Map<String, Object> resource,

            @Schema(description = "Name of the scope; empty when not told.", examples = "io.opentelemetry.http")
            String scope) {
        static NamedSeries of(Series series) {
            return new NamedSeries(
                    series.metric().name(),
                    series.metric().kind().name().toLowerCase(Locale.ROOT),
                    series.metric().unit(),
                    ValueJson.of(series.attributes()),
                    ValueJson.of(series.resource().attributes()),
                    series.scope().name());
        }
    }

    @Schema(name = "SeriesList", description = "Series that have points in a time range.")
    record SeriesList(
            @Schema(description = "By the name of their metric.")
            List<NamedSeries> series,

            @Schema(description = "Everything acknowledged before this instant was looked at.")
            Instant watermark,

            @Schema(description = "What was read.") SearchAnswers.ScannedAnswer scanned) {
        static SeriesList of(SeriesSearch.Answer<List<Series>> answer) {
            return new SeriesList(
                    answer.result().stream().map(NamedSeries::of).toList(),
                    answer.watermark(),
                    SearchAnswers.ScannedAnswer.of(answer.scanned()));
        }
    }

    @Schema(name = "Line", description = "Values over time, of one series or of several that became one.")
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record ValueLine(
            @Schema(description = "The one series; absent when several became one.")
            Optional<NamedSeries> series,

            @Schema(description = "What the series that became one have under each key of `by`.")
            Map<String, String> group,

            @Schema(description = "One for each step; null where there is none.", examples = "[1.5, null, 2]")
            List<@Nullable Double> values) {
        static ValueLine of(RangeQuery.Line line) {
            return new ValueLine(
                    line.series().map(NamedSeries::of),
                    line.group(),
                    Arrays.stream(line.values())
                            .mapToObj(value -> Double.isFinite(value) ? (Double) value : null)
                            .toList());
        }
    }

    @Schema(name = "Values", description = "Values of series over time.")
    record Values(
            @Schema(
                    description = "Where the first step begins, nanoseconds since 1970.",
                    examples = "1767225600000000000")
            String fromUnixNano,

            @Schema(description = "Length of a step in nanoseconds.", examples = "60000000000")
            String stepNanos,

            @Schema(description = "How many steps there are.", examples = "60")
            int steps,

            @Schema(description = "Those that have at least one value.")
            List<ValueLine> lines,

            @Schema(description = "Everything acknowledged before this instant is in the values.")
            Instant watermark,

            @Schema(description = "What was read.") SearchAnswers.ScannedAnswer scanned) {
        static Values of(RangeQuery query, SeriesSearch.Answer<List<RangeQuery.Line>> answer) {
            return new Values(
                    Long.toString(query.steps().firstUnixNano()),
                    Long.toString(query.steps().stepNanos()),
                    query.steps().count(),
                    answer.result().stream().map(ValueLine::of).toList(),
                    answer.watermark(),
                    SearchAnswers.ScannedAnswer.of(answer.scanned()));
        }
    }

    @Schema(name = "Exemplar", description = "A measurement that stands for others, with its trace.")
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record ListedExemplar(
            @Schema(description = "The series that it stands for.")
            NamedSeries series,

            @Schema(description = "When it was made, nanoseconds since 1970.", examples = "1767225600000000000")
            String timeUnixNano,

            @Schema(description = "What was measured; absent when not told.", examples = "0.25")
            Optional<Double> value,

            @Schema(
                    description = "The trace that it was made in; absent when in none.",
                    examples = "0af7651916cd43dd8448eb211c80319c")
            Optional<String> traceId,

            @Schema(description = "The span that it was made in; absent when in none.", examples = "b7ad6b7169203331")
            Optional<String> spanId,

            @Schema(description = "Attributes of the measurement beyond those of its points.")
            Map<String, Object> attributes) {
        static ListedExemplar of(FoundExemplar found) {
            long high = found.exemplar().traceIdHigh();
            long low = found.exemplar().traceIdLow();
            return new ListedExemplar(
                    NamedSeries.of(found.series()),
                    Long.toUnsignedString(found.exemplar().timeUnixNano()),
                    number(found.exemplar().value()),
                    high == 0 && low == 0 ? Optional.empty() : Optional.of(new TraceId(high, low).toString()),
                    Optional.of(found.exemplar().spanId())
                            .filter(SpanId::isPresent)
                            .map(SpanId::toString),
                    ValueJson.of(found.exemplar().filteredAttributes()));
        }

        private static Optional<Double> number(PointValue value) {
            return switch (value.kind()) {
                case INT -> Optional.of((double) ((PointValue.IntValue) value).value());
                case DOUBLE ->
                    Optional.of(((PointValue.DoubleValue) value).value()).filter(Double::isFinite);
                case NONE, HISTOGRAM, EXPONENTIAL_HISTOGRAM, SUMMARY -> Optional.empty();
            };
        }
    }

    @Schema(name = "ExemplarList", description = "Exemplars, the newest first.")
    record ExemplarList(
            @Schema(description = "Each once, however many points it came with.")
            List<ListedExemplar> exemplars,

            @Schema(description = "Everything acknowledged before this instant was looked at.")
            Instant watermark,

            @Schema(description = "What was read.") SearchAnswers.ScannedAnswer scanned) {
        static ExemplarList of(SeriesSearch.Answer<List<FoundExemplar>> answer) {
            return new ExemplarList(
                    answer.result().stream().map(ListedExemplar::of).toList(),
                    answer.watermark(),
                    SearchAnswers.ScannedAnswer.of(answer.scanned()));
        }
    }
}
