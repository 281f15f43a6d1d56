package dev.quipu.analysis.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.quipu.model.Span;
import dev.quipu.model.TraceId;
import dev.quipu.model.otlp.OtlpFormatException;
import dev.quipu.model.otlp.OtlpTraces;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Storage's questions and answers, as this service needs them. Everything fails as {@link StorageHttp} says. Spans are
 * decoded on the {@link Workers}; what follows runs there too.
 */
@ApplicationScoped
public class StorageClient {

    private static final int MAX_PAGE = 1000;

    private final StorageHttp http;
    private final Workers workers;
    private final ObjectMapper mapper;

    StorageClient(StorageHttp http, Workers workers, ObjectMapper mapper) {
        this.http = http;
        this.workers = workers;
        this.mapper = mapper;
    }

    /** The names of the services that have sent spans, in storage's order. */
    public Uni<List<String>> services(String tenant) {
        return json(new StorageQuery("listServices", tenant, "/v1/services", StorageQuery.JSON))
                .map(answer -> texts(answer.path("services")));
    }

    /** The span names of a service; none when it is not known. */
    public Uni<List<SpanName>> spanNames(String tenant, String service) {
        return json(new StorageQuery("listSpanNames", tenant, "/v1/span-names", StorageQuery.JSON)
                        .with("service", service))
                .map(answer -> {
                    List<SpanName> names = new ArrayList<>();
                    answer.path("spanNames")
                            .forEach(name -> names.add(new SpanName(
                                    name.path("name").asText(),
                                    name.path("kind").asText())));
                    return names;
                });
    }

    /** Looks until there are as many traces as asked for, or no more. */
    public Uni<FoundTraces> findTraces(String tenant, TraceQuery query) {
        return nextPage(tenant, query, List.of(), "");
    }

    private Uni<FoundTraces> nextPage(String tenant, TraceQuery query, List<TraceId> found, String cursor) {
        StorageQuery page = new StorageQuery("searchTraces", tenant, "/v1/traces", StorageQuery.JSON)
                .withIfPresent("q", query.filter().toString())
                .with("from", Long.toString(query.fromUnixNano()))
                .with("order", "newest")
                .with("limit", Integer.toString(Math.min(MAX_PAGE, query.limit() - found.size())))
                .withIfPresent("cursor", cursor);
        query.toUnixNano().ifPresent(to -> page.with("to", Long.toString(to)));
        return json(page).chain(answer -> {
            List<TraceId> all = new ArrayList<>(found);
            answer.path("traces")
                    .forEach(
                            trace -> all.add(TraceId.parse(trace.path("traceId").asText())));
            String next = answer.path("nextCursor").asText("");
            boolean more = !next.isEmpty() && all.size() > found.size() && all.size() < query.limit();
            return more
                    ? nextPage(tenant, query, all, next)
                    : Uni.createFrom()
                            .item(new FoundTraces(all, answer.path("truncated").asBoolean()));
        });
    }

    /**
     * Reads traces and keeps them for as long as {@code use} makes of them: until its stream ends, fails or is
     * cancelled their bytes count as in flight.
     *
     * @param traceIds at least one
     */
    public <T> Multi<T> withTraces(String tenant, List<TraceId> traceIds, Function<FoundSpans, Multi<T>> use) {
        StorageQuery query = traceIds.size() == 1 ? oneTrace(tenant, traceIds.get(0)) : batch(tenant, traceIds);
        return Multi.createFrom().deferred(() -> {
            BytesInFlight.Share share = http.openShare();
            return http.get(query, share)
                    .emitOn(workers)
                    .map(StorageClient::decode)
                    .onItem()
                    .transformToMulti(use)
                    .onTermination()
                    .invoke(share::close);
        });
    }

    private static StorageQuery oneTrace(String tenant, TraceId id) {
        return new StorageQuery("getTrace", tenant, "/v1/traces/" + id.hex(), StorageQuery.PROTOBUF);
    }

    private static StorageQuery batch(String tenant, List<TraceId> ids) {
        StorageQuery query = new StorageQuery("getTraces", tenant, "/v1/traces/batch", StorageQuery.PROTOBUF);
        ids.forEach(id -> query.with("id", id.hex()));
        return query;
    }

    private static FoundSpans decode(StorageAnswer answer) {
        try {
            List<Span> spans = answer.found() ? OtlpTraces.read(answer.body(), answer.body().length) : List.of();
            return new FoundSpans(spans, answer.truncated());
        } catch (OtlpFormatException e) {
            throw new StorageAnswerException("storage's traces: expected TracesData, got something else", e);
        }
    }

    private Uni<JsonNode> json(StorageQuery query) {
        return Uni.createFrom().deferred(() -> {
            BytesInFlight.Share share = http.openShare();
            return http.get(query, share).map(this::parse).onTermination().invoke(share::close);
        });
    }

    private JsonNode parse(StorageAnswer answer) {
        if (!answer.found()) {
            throw new StorageAnswerException("storage: expected status 200, got 404", null);
        }
        try {
            return mapper.readTree(answer.body());
        } catch (IOException e) {
            throw new StorageAnswerException("storage's answer: expected JSON, got something else", e);
        }
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }
}
