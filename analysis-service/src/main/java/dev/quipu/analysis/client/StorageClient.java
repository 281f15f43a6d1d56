package dev.quipu.analysis.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.quipu.model.Span;
import dev.quipu.model.TraceId;
import dev.quipu.model.otlp.OtlpFormatException;
import dev.quipu.model.otlp.OtlpTraces;
import dev.quipu.model.rollup.RollupCodec;
import dev.quipu.model.rollup.RollupFormatException;
import dev.quipu.model.rollup.RollupKey;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Storage's questions and answers, as this service needs them. Everything fails as {@link StorageHttp} says. Answers
 * are decoded on the {@link Workers}; what follows runs there too.
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

    /**
     * Reads what stands of traces up to a place in the feed.
     *
     * @param traceIds at least one
     */
    public <T> Uni<T> tracesUpTo(
            String tenant, List<TraceId> traceIds, FeedClient.Place place, Function<List<Span>, T> use) {
        return decoded(batch(tenant, traceIds).with("upTo", place.cursor()).with("part", place.part()), answer -> {
            FoundSpans found = decode(answer);
            if (found.truncated()) {
                throw new StorageAnswerException("storage's getTraces: expected all spans, got some of them", null);
            }
            return use.apply(found.spans());
        });
    }

    /** What became of the records of a window. */
    public Uni<Ledger> ledger(String tenant, LedgerQuery ledger) {
        StorageQuery query = new StorageQuery("readLedger", tenant, "/v1/ledger", StorageQuery.JSON)
                .with("from", ledger.from().toString())
                .with("to", ledger.to().toString())
                .withIfPresent(
                        "groupBy",
                        ledger.groupBy().stream()
                                .map(LedgerQuery.Grouping::label)
                                .sorted()
                                .collect(Collectors.joining(",")))
                .withIfPresent("infer", ledger.infer() ? "true" : "");
        ledger.signal().ifPresent(signal -> query.with("signal", signal.label()));
        ledger.service().ifPresent(service -> query.with("service", service));
        return json(query, LedgerJson::ledger);
    }

    /** What is added up of the spans that started within a window. */
    public <K extends RollupKey<K>> Uni<FoundRollup<K>> rollup(String tenant, RollupQuery<K> rollup) {
        StorageQuery query = new StorageQuery("readRollups", tenant, "/v1/rollups", StorageQuery.ROLLUP)
                .with("kind", rollup.kind().label())
                .with("from", rollup.from().toString())
                .with("to", rollup.to().toString())
                .withIfPresent("spanNames", rollup.isNamed() ? "" : "false")
                .withIfPresent("whole", rollup.isWhole() ? "true" : "");
        rollup.step().ifPresent(length -> query.with("step", length.toSeconds() + "s"));
        rollup.service().ifPresent(name -> query.with("service", name));
        return decoded(query, answer -> {
            try {
                return new FoundRollup<>(
                        RollupCodec.decode(rollup.kind(), answer.body()),
                        answer.from().map(Instant::parse).orElse(rollup.from()),
                        answer.to().map(Instant::parse).orElse(rollup.to()),
                        answer.watermark().map(Instant::parse),
                        answer.pending().map(Long::parseLong).orElse(0L));
            } catch (RollupFormatException | DateTimeException | NumberFormatException e) {
                throw new StorageAnswerException("storage's readRollups: expected a rollup, got something else", e);
            }
        });
    }

    /** What storage knows of what became of a trace. */
    public Uni<StorageFate> fate(String tenant, FateQuery fate) {
        StorageQuery query =
                new StorageQuery("getFate", tenant, "/v1/fate/" + fate.traceId().hex(), StorageQuery.JSON);
        fate.from().ifPresent(from -> query.with("from", from.toString()));
        fate.to().ifPresent(to -> query.with("to", to.toString()));
        return json(query, answer -> mapper.convertValue(answer, StorageFate.class));
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
        return decoded(query, answer -> {
            try {
                return reader.apply(mapper.readTree(answer.body()));
            } catch (IOException | IllegalArgumentException | DateTimeException e) {
                throw new StorageAnswerException(
                        "storage's " + query.question() + ": expected JSON as it is described, got something else", e);
            }
        });
    }

    private <T> Uni<T> decoded(StorageQuery query, Function<StorageAnswer, T> reader) {
        return Uni.createFrom().deferred(() -> {
            BytesInFlight.Share share = http.openShare();
            return http.get(query, share)
                    .emitOn(workers)
                    .map(answer -> {
                        if (!answer.found()) {
                            throw new StorageAnswerException(
                                    "storage's " + query.question() + ": expected status 200, got 404", null);
                        }
                        return reader.apply(answer);
                    })
                    .onTermination()
                    .invoke(share::close);
        });
    }

    private static <T> List<T> list(JsonNode array, Function<JsonNode, T> reader) {
        List<T> list = new ArrayList<>();
        array.forEach(element -> list.add(reader.apply(element)));
        return list;
    }
}
