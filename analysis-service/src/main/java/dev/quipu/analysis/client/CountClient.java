package dev.quipu.analysis.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.quipu.model.Signal;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Storage's counts of records over time. Everything fails as {@link StorageHttp} says. */
@ApplicationScoped
public class CountClient {

    private final StorageHttp http;
    private final Workers workers;
    private final ObjectMapper mapper;

    CountClient(StorageHttp http, Workers workers, ObjectMapper mapper) {
        this.http = http;
        this.workers = workers;
        this.mapper = mapper;
    }

    /**
     * Which records.
     *
     * @param signal spans or log records
     * @param q a search in storage's notation
     * @param by what tells records apart; empty: what storage tells them apart by
     */
    public record Query(
            Signal signal, Optional<String> q, Optional<String> by, long fromUnixNano, long toUnixNano, Duration step) {
        /**
         * @throws IllegalArgumentException for points of metrics, which nobody counts
         */
        public Query {
            if (signal == Signal.METRICS) {
                throw new IllegalArgumentException("signal: expected traces or logs, got metrics");
            }
        }
    }

    public Uni<FoundCounts> counts(String tenant, Query query) {
        boolean areSpans = query.signal() == Signal.TRACES;
        StorageQuery ask = new StorageQuery(
                        areSpans ? "countSpans" : "countLogs",
                        tenant,
                        areSpans ? "/v1/spans/counts" : "/v1/logs/counts",
                        StorageQuery.JSON)
                .withIfPresent("q", query.q().orElse(""))
                .withIfPresent("by", query.by().orElse(""))
                .with("from", Long.toString(query.fromUnixNano()))
                .with("to", Long.toString(query.toUnixNano()))
                .with("step", query.step().toMillis() + "ms");
        return Uni.createFrom().deferred(() -> {
            BytesInFlight.Share share = http.openShare();
            return http.get(ask, share)
                    .emitOn(workers)
                    .map(this::counts)
                    .onTermination()
                    .invoke(share::close);
        });
    }

    private FoundCounts counts(StorageAnswer answer) {
        try {
            JsonNode counts = mapper.readTree(answer.body());
            List<FoundCounts.Group> groups = new ArrayList<>();
            counts.path("groups")
                    .forEach(group -> groups.add(
                            new FoundCounts.Group(group.path("value").asText(), numbers(group.path("counts")))));
            return new FoundCounts(
                    Long.parseLong(counts.path("fromUnixNano").asText()),
                    Long.parseLong(counts.path("stepNanos").asText()),
                    counts.path("steps").asInt(),
                    groups,
                    numbers(counts.path("others")),
                    Instant.parse(counts.path("watermark").asText()));
        } catch (IOException | IllegalArgumentException | DateTimeException e) {
            throw new StorageAnswerException(
                    "storage's counts: expected JSON as it is described, got something else", e);
        }
    }

    private static List<Long> numbers(JsonNode array) {
        List<Long> numbers = new ArrayList<>();
        array.forEach(number -> numbers.add(number.asLong()));
        return numbers;
    }
}
