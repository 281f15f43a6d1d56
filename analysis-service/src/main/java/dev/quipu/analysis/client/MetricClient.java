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
     */
    public record Query(
            String match, String function, Optional<String> quantile, Instant from, Instant to, Duration step) {}

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
     * One series.
     *
     * @param identity all that storage names it by
     * @param labels attributes of its points and of its resource; of a key of both, that of the points
     * @param values one for each step; NaN where there is none
     */
    public record Line(String identity, String metric, Map<String, String> labels, double[] values) {}

    public Uni<Values> values(String tenant, Query query) {
        StorageQuery ask = new StorageQuery("queryMetrics", tenant, "/v1/metrics/query", StorageQuery.JSON)
                .with("match", query.match())
                .with("function", query.function())
                .withIfPresent("quantile", query.quantile().orElse(""))
                .with("from", query.from().toString())
                .with("to", query.to().toString())
                .with("step", query.step().toMillis() + "ms");
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
        series.path("resource").fields().forEachRemaining(entry -> labels.put(entry.getKey(), text(entry.getValue())));
        series.path("attributes")
                .fields()
                .forEachRemaining(entry -> labels.put(entry.getKey(), text(entry.getValue())));
        JsonNode found = line.path("values");
        double[] values = new double[found.size()];
        for (int step = 0; step < values.length; step++) {
            values[step] = found.get(step).isNumber() ? found.get(step).asDouble() : Double.NaN;
        }
        return new Line(series.toString(), series.path("metric").asText(""), labels, values);
    }

    private static String text(JsonNode value) {
        return value.isTextual() ? value.asText() : value.toString();
    }
}
