package dev.quipu.analysis.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.quipu.model.Signal;
import dev.quipu.model.query.RecordFilter;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Storage's counts of values on two sides. Everything fails as {@link StorageHttp} says. */
@ApplicationScoped
public class ContrastClient {

    private final StorageHttp http;
    private final Workers workers;
    private final ObjectMapper mapper;

    ContrastClient(StorageHttp http, Workers workers, ObjectMapper mapper) {
        this.http = http;
        this.workers = workers;
        this.mapper = mapper;
    }

    /**
     * What is held against what.
     *
     * @param signal spans or log records
     * @param filter what all are like that are looked at
     * @param selected which of them are held against the rest
     */
    public record Query(Signal signal, RecordFilter filter, long fromUnixNano, long toUnixNano, Selected selected) {}

    /** Which records are selected: those of the time that are like that. */
    public record Selected(RecordFilter filter, long fromUnixNano, long toUnixNano) {}

    public Uni<FoundContrast> contrast(String tenant, Query query) {
        boolean isLogs = query.signal() == Signal.LOGS;
        StorageQuery ask = new StorageQuery(
                        isLogs ? "contrastLogs" : "contrastSpans",
                        tenant,
                        isLogs ? "/v1/logs/contrast" : "/v1/spans/contrast",
                        StorageQuery.JSON)
                .withIfPresent("q", query.filter().toString())
                .with("from", Long.toString(query.fromUnixNano()))
                .with("to", Long.toString(query.toUnixNano()))
                .withIfPresent("selected", query.selected().filter().toString())
                .with("selectedFrom", Long.toString(query.selected().fromUnixNano()))
                .with("selectedTo", Long.toString(query.selected().toUnixNano()));
        return Uni.createFrom().deferred(() -> {
            BytesInFlight.Share share = http.openShare();
            return http.get(ask, share)
                    .emitOn(workers)
                    .map(this::contrast)
                    .onTermination()
                    .invoke(share::close);
        });
    }

    private FoundContrast contrast(StorageAnswer answer) {
        try {
            JsonNode contrast = mapper.readTree(answer.body());
            List<FoundContrast.Value> values = new ArrayList<>();
            contrast.path("values")
                    .forEach(value -> values.add(new FoundContrast.Value(
                            value.path("field").asText(),
                            value.path("value").asText(),
                            value.path("condition").asText(),
                            value.path("selected").asLong(),
                            value.path("rest").asLong())));
            List<FoundContrast.Pair> pairs = new ArrayList<>();
            contrast.path("pairs")
                    .forEach(pair -> pairs.add(new FoundContrast.Pair(
                            pair.path("first").asText(),
                            pair.path("second").asText(),
                            pair.path("selected").asLong(),
                            pair.path("rest").asLong())));
            List<String> cut = new ArrayList<>();
            contrast.path("cut").forEach(field -> cut.add(field.asText()));
            return new FoundContrast(
                    new FoundContrast.Sides(
                            contrast.path("selected").asLong(),
                            contrast.path("rest").asLong()),
                    values,
                    pairs,
                    contrast.path("tested").asInt(),
                    cut,
                    Optional.of(Instant.parse(contrast.path("watermark").asText())));
        } catch (IOException | DateTimeException e) {
            throw new StorageAnswerException(
                    "storage's contrast: expected JSON as it is described, got something else", e);
        }
    }
}
