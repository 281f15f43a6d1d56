package dev.quipu.analysis.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Values of series over time, as storage knows them. Everything fails as {@link StorageHttp} says. */
@ApplicationScoped
public class MetricClient {

    private final StorageHttp http;
    private final Workers workers;
    private final ObjectMapper mapper;

    MetricClient(StorageHttp http, Workers workers, ObjectMapper mapper) {
        this.http = http;
        this.workers = workers;
        this.mapper = mapper;
    }

    /**
     * What is asked for, in storage's notation.
     *
     * @param match a selector of series
     * @param function what is made of the points of a step
     * @param quantile for a function that needs one
     * @param together how series become one
     */
    public record Query(
            List<String> match,
            String function,
            Optional<String> quantile,
            Together together,
            Instant from,
            Instant to,
            Duration step) {
        public Query {
            match = List.copyOf(match);
        }

        /** Each series by itself. */
        public Query(
                String match, String function, Optional<String> quantile, Instant from, Instant to, Duration step) {
            this(List.of(match), function, quantile, Together.NOT, from, to, step);
        }
    }

    /**
     * How series become one, in storage's notation; what is empty is left to storage.
     *
     * @param field of histograms and summaries
     */
    public record Together(Optional<String> field, Optional<String> aggregate, Optional<String> by) {

        static final Together NOT = new Together(Optional.empty(), Optional.empty(), Optional.empty());
    }

    /**
     * Values step by step.
     *
     * @param firstUnixNano begin of the first step
     */
    public record Values(long firstUnixNano, long stepNanos, List<Line> lines, Instant watermark) {
        public Values {
            lines = List.copyOf(lines);
        }
    }

    /**
     * One series, or several that became one.
     *
     * @param identity all that storage names it by; empty when several became one
     * @param kind of the metric, likewise
     * @param unit of the metric, likewise, and when nobody told
     * @param labels attributes of its points and of its resource; of a key of both, that of the points. Of several that
     *     became one, what they have in common
     * @param values one for each step; NaN where there is none
     */
    public record Line(
            String identity, String metric, String kind, String unit, Map<String, String> labels, double[] values) {}

    public Uni<Values> values(String tenant, Query query) {
        StorageQuery ask = new StorageQuery("queryMetrics", tenant, "/v1/metrics/query", StorageQuery.JSON)
                .with("function", query.function())
                .withIfPresent("quantile", query.quantile().orElse(""))
                .withIfPresent("field", query.together().field().orElse(""))
                .withIfPresent("aggregate", query.together().aggregate().orElse(""))
                .withIfPresent("by", query.together().by().orElse(""))
                .with("from", query.from().toString())
                .with("to", query.to().toString())
                .with("step", query.step().toMillis() + "ms");
        query.match().forEach(match -> ask.with("match", match));
        return Uni.createFrom().deferred(() -> {
            BytesInFlight.Share share = http.openShare();
            return http.get(ask, share)
                    .emitOn(workers)
                    .map(this::values)
                    .onTermination()
                    .invoke(share::close);
        });
    }

    private Values values(StorageAnswer answer) {
        try {
            JsonNode values = mapper.readTree(answer.body());
            List<Line> lines = new ArrayList<>();
            values.path("lines").forEach(line -> lines.add(line(line)));
            return new Values(
                    Long.parseLong(values.path("fromUnixNano").asText()),
                    Long.parseLong(values.path("stepNanos").asText()),
                    lines,
                    Instant.parse(values.path("watermark").asText()));
        } catch (IOException | IllegalArgumentException | DateTimeException e) {
            throw new StorageAnswerException(
                    "storage's queryMetrics: expected JSON as it is described, got something else", e);
        }
    }

    private static Line line(JsonNode line) {
        Map<String, String> labels = new TreeMap<>();
        JsonNode series = line.path("series");
        line.path("group").fields().forEachRemaining(entry -> labels.put(entry.getKey(), text(entry.getValue())));
        series.path("resource").fields().forEachRemaining(entry -> labels.put(entry.getKey(), text(entry.getValue())));
        series.path("attributes")
                .fields()
                .forEachRemaining(entry -> labels.put(entry.getKey(), text(entry.getValue())));
        JsonNode found = line.path("values");
        double[] values = new double[found.size()];
        for (int step = 0; step < values.length; step++) {
            values[step] = found.get(step).isNumber() ? found.get(step).asDouble() : Double.NaN;
        }
        return new Line(
                series.toString(),
                series.path("metric").asText(""),
                series.path("kind").asText(""),
                series.path("unit").asText(""),
                labels,
                values);
    }

    private static String text(JsonNode value) {
        return value.isTextual() ? value.asText() : value.toString();
    }
}
