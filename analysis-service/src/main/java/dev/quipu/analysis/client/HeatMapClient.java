package dev.quipu.analysis.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.quipu.model.query.RecordFilter;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Storage's counts of spans by time and duration. Everything fails as {@link StorageHttp} says. */
@ApplicationScoped
public class HeatMapClient {

    private final StorageHttp http;
    private final Workers workers;
    private final ObjectMapper mapper;

    HeatMapClient(StorageHttp http, Workers workers, ObjectMapper mapper) {
        this.http = http;
        this.workers = workers;
        this.mapper = mapper;
    }

    /** Which spans, and in steps of what length. */
    public record Query(RecordFilter filter, long fromUnixNano, long toUnixNano, Duration step) {}

    public Uni<FoundHeatMap> heatMap(String tenant, Query query) {
        StorageQuery ask = new StorageQuery("countSpansByDuration", tenant, "/v1/spans/heat-map", StorageQuery.JSON)
                .withIfPresent("q", query.filter().toString())
                .with("from", Long.toString(query.fromUnixNano()))
                .with("to", Long.toString(query.toUnixNano()))
                .with("step", query.step().toMillis() + "ms");
        return Uni.createFrom().deferred(() -> {
            BytesInFlight.Share share = http.openShare();
            return http.get(ask, share)
                    .emitOn(workers)
                    .map(this::heatMap)
                    .onTermination()
                    .invoke(share::close);
        });
    }

    private FoundHeatMap heatMap(StorageAnswer answer) {
        try {
            JsonNode map = mapper.readTree(answer.body());
            List<FoundHeatMap.Row> rows = new ArrayList<>();
            map.path("rows").forEach(row -> {
                List<Long> counts = new ArrayList<>();
                row.path("counts").forEach(count -> counts.add(count.asLong()));
                rows.add(new FoundHeatMap.Row(
                        Long.parseLong(row.path("fromNanos").asText()),
                        Long.parseLong(row.path("toNanos").asText()),
                        counts));
            });
            return new FoundHeatMap(
                    Long.parseLong(map.path("fromUnixNano").asText()),
                    Long.parseLong(map.path("stepNanos").asText()),
                    map.path("steps").asInt(),
                    rows,
                    Instant.parse(map.path("watermark").asText()));
        } catch (IOException | IllegalArgumentException | DateTimeException e) {
            throw new StorageAnswerException(
                    "storage's countSpansByDuration: expected JSON as it is described, got something else", e);
        }
    }
}
