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
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
        StorageQuery query = new StorageQuery("listServices", tenant, "/v1/services", StorageQuery.JSON);
        return json(query, answer -> list(answer.path("services"), JsonNode::asText));
    }

    /** The span names of a service; none when it is not known. */
    public Uni<List<SpanName>> spanNames(String tenant, String service) {
        StorageQuery query =
                new StorageQuery("listSpanNames", tenant, "/v1/span-names", StorageQuery.JSON).with("service", service);
        return json(
                query,
                answer -> list(
                        answer.path("spanNames"),
                        name -> new SpanName(
                                name.path("name").asText(), name.path("kind").asText())));
    }

    /** Looks until there are as many traces as asked for, or no more. */
    public Uni<FoundTraces> findTraces(String tenant, TraceQuery query) {
        return nextPage(tenant, query, List.of(), "");
    }

    private Uni<FoundTraces> nextPage(String tenant, TraceQuery query, List<TraceId> found, String cursor) {
        StorageQuery ask = new StorageQuery("searchTraces", tenant, "/v1/traces", StorageQuery.JSON)
                .withIfPresent("q", query.filter().toString())
                .with("from", Long.toString(query.fromUnixNano()))
                .with("order", "newest")
                .with("limit", Integer.toString(Math.min(MAX_PAGE, query.limit() - found.size())))
                .withIfPresent("cursor", cursor);
        query.toUnixNano().ifPresent(to -> ask.with("to", Long.toString(to)));
        return json(ask, TracePage::of).chain(page -> {
            List<TraceId> all = new ArrayList<>(found);
            all.addAll(page.traceIds());
            boolean more = !page.nextCursor().isEmpty() && !page.traceIds().isEmpty() && all.size() < query.limit();
            return more
                    ? nextPage(tenant, query, all, page.nextCursor())
                    : Uni.createFrom().item(new FoundTraces(all, page.truncated()));
        });
    }

    private record TracePage(List<TraceId> traceIds, String nextCursor, boolean truncated) {
        static TracePage of(JsonNode answer) {
            return new TracePage(
                    list(
                            answer.path("traces"),
                            trace -> TraceId.parse(trace.path("traceId").asText())),
                    answer.path("nextCursor").asText(""),
                    answer.path("truncated").asBoolean());
        }
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

    /** What became of the records of a window, in all and by signal. */
    public Uni<Ledger> ledger(String tenant, LedgerQuery ledger) {
        StorageQuery query = new StorageQuery("readLedger", tenant, "/v1/ledger", StorageQuery.JSON)
                .with("from", ledger.from().toString())
                .with("to", ledger.to().toString())
                .with("groupBy", "signal");
        ledger.signal().ifPresent(signal -> query.with("signal", signal.label()));
        ledger.service().ifPresent(service -> query.with("service", service));
        return json(query, this::ledger);
    }

    private Ledger ledger(JsonNode answer) {
        Map<String, Ledger.Counts> bySignal = new HashMap<>();
        answer.path("lines").forEach(line -> bySignal.put(line.path("signal").asText(), counts(line.path("counts"))));
        return new Ledger(
                Instant.parse(answer.path("from").asText()),
                Instant.parse(answer.path("to").asText()),
                counts(answer.path("identities")),
                bySignal,
                Instant.parse(answer.path("watermark").asText()));
    }

    private Ledger.Counts counts(JsonNode counts) {
        return mapper.convertValue(counts, Ledger.Counts.class);
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

    private <T> Uni<T> json(StorageQuery query, Function<JsonNode, T> reader) {
        return Uni.createFrom().deferred(() -> {
            BytesInFlight.Share share = http.openShare();
            return http.get(query, share)
                    .map(answer -> parse(query, answer, reader))
                    .onTermination()
                    .invoke(share::close);
        });
    }

    private <T> T parse(StorageQuery query, StorageAnswer answer, Function<JsonNode, T> reader) {
        if (!answer.found()) {
            throw new StorageAnswerException("storage's " + query.question() + ": expected status 200, got 404", null);
        }
        try {
            return reader.apply(mapper.readTree(answer.body()));
        } catch (IOException | IllegalArgumentException | DateTimeException e) {
            throw new StorageAnswerException(
                    "storage's " + query.question() + ": expected JSON as it is described, got something else", e);
        }
    }

    private static <T> List<T> list(JsonNode array, Function<JsonNode, T> reader) {
        List<T> list = new ArrayList<>();
        array.forEach(element -> list.add(reader.apply(element)));
        return list;
    }
}
