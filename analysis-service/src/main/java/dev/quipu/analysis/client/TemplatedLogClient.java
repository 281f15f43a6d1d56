package dev.quipu.analysis.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** Bodies of log records with the templates that are kept of them. Everything fails as {@link StorageHttp} says. */
@ApplicationScoped
public class TemplatedLogClient {

    private final StorageHttp http;
    private final Workers workers;
    private final ObjectMapper mapper;

    TemplatedLogClient(StorageHttp http, Workers workers, ObjectMapper mapper) {
        this.http = http;
        this.workers = workers;
        this.mapper = mapper;
    }

    /**
     * A record whose body is text.
     *
     * @param template its id in storage; empty when it has none or was not analysed yet
     */
    public record TemplatedLog(String body, OptionalInt template) {}

    /**
     * The newest records.
     *
     * @param records without those whose body is no text
     * @param isCut whether older ones may be left out: there were as many as were asked for, or storage has more
     */
    public record Newest(List<TemplatedLog> records, boolean isCut) {
        public Newest {
            records = List.copyOf(records);
        }
    }

    /** The newest records, at most so many. */
    public Uni<Newest> newest(String tenant, LogClient.Query query, int limit) {
        StorageQuery ask = new StorageQuery("searchLogs", tenant, "/v1/logs", StorageQuery.JSON)
                .withIfPresent("q", query.filter().toString())
                .with("from", Long.toString(query.fromUnixNano()))
                .with("to", Long.toString(query.toUnixNano()))
                .with("order", "newest")
                .with("limit", Integer.toString(limit));
        return Uni.createFrom().deferred(() -> {
            BytesInFlight.Share share = http.openShare();
            return http.get(ask, share)
                    .emitOn(workers)
                    .map(answer -> logs(answer, limit))
                    .onTermination()
                    .invoke(share::close);
        });
    }

    private Newest logs(StorageAnswer answer, int limit) {
        try {
            JsonNode page = mapper.readTree(answer.body());
            JsonNode found = page.path("logs");
            boolean isCut = found.size() >= limit || page.hasNonNull("nextCursor");
            List<TemplatedLog> logs = new ArrayList<>();
            for (JsonNode log : found) {
                if (log.path("body").isTextual()) {
                    logs.add(new TemplatedLog(
                            log.path("body").asText(),
                            log.path("template").isInt()
                                    ? OptionalInt.of(log.path("template").asInt())
                                    : OptionalInt.empty()));
                }
            }
            return new Newest(logs, isCut);
        } catch (IOException e) {
            throw new StorageAnswerException("storage's searchLogs: expected JSON, got something else", e);
        }
    }
}
