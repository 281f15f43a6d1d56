package dev.quipu.analysis.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.quipu.model.Signal;
import dev.quipu.model.TenantName;
import dev.quipu.model.segment.SegmentId;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Storage's feed of committed segments, and this service's place in it. Everything fails as {@link StorageHttp} says;
 * with {@link StorageConflictException} when the feed is to be followed from the committed cursor again. What is made of
 * answers runs on the {@link Workers}.
 */
@ApplicationScoped
public class FeedClient {

    /** Where the feed begins. */
    public static final String BEGINNING = "0";

    private static final String CONSUMER = "/v1/feed/consumers/analysis";

    private final StorageHttp http;
    private final Workers workers;
    private final ObjectMapper mapper;

    FeedClient(StorageHttp http, Workers workers, ObjectMapper mapper) {
        this.http = http;
        this.workers = workers;
        this.mapper = mapper;
    }

    /**
     * Segments after a cursor, in order.
     *
     * @param next for the page after this
     * @param watermark with these segments everything acknowledged before this is known
     */
    public record Page(List<Entry> segments, String next, Instant watermark) {
        public Page {
            segments = List.copyOf(segments);
        }
    }

    /**
     * One segment.
     *
     * @param cursor to go on after it, when all before it and those of the same cursor were digested
     */
    public record Entry(SegmentId id, String tenant, Signal signal, int records, String cursor) {}

    /**
     * A step to commit.
     *
     * @param after where it begins: where this service has committed, or the beginning
     * @param watermark everything acknowledged before is known then; empty when it ends in the middle of a page
     * @param rollups what it adds
     * @param failures segments that could not be digested
     * @param resolved numbers of failures that were given back and are dealt with
     */
    public record Step(
            String after,
            String cursor,
            Optional<Instant> watermark,
            List<Addition> rollups,
            List<Undigested> failures,
            List<Long> resolved) {}

    /** What is added for a tenant. @param rollup of any kind, encoded */
    public record Addition(String tenant, byte[] rollup) {}

    /** A failure that was given back to be tried again. @param number by which it is resolved */
    public record GivenBack(long number, SegmentId segmentId, String tenant, Signal signal, int records) {}

    /**
     * Where this service has committed.
     *
     * @param watermark everything acknowledged before is known; empty before the first commit
     */
    public record Place(String cursor, Optional<Instant> watermark) {}

    /** A segment that stands in the feed. @param committedAt when it was stored */
    public record Stored(Entry entry, Instant committedAt) {}

    /** A segment that could not be digested. @param reason in words */
    public record Undigested(SegmentId segmentId, int records, String reason) {}

    /** The committed place, or the beginning. */
    public Uni<Place> committed() {
        return json(
                query("getFeedConsumer", CONSUMER),
                answer -> answer.map(FeedClient::place).orElse(new Place(BEGINNING, Optional.empty())));
    }

    private static Place place(JsonNode consumer) {
        String watermark = consumer.path("watermark").asText("");
        return new Place(
                consumer.path("cursor").asText(BEGINNING),
                watermark.isEmpty() || watermark.equals("null")
                        ? Optional.empty()
                        : Optional.of(Instant.parse(watermark)));
    }

    /** Segments of traces that stand last before a place, in order, but those that could not be digested. */
    public Uni<List<Stored>> tracesBefore(String place, int limit) {
        StorageQuery query = query("readFeedEnd", "/v1/feed/end")
                .with("upTo", place)
                .with("signal", Signal.TRACES.label())
                .with("limit", Integer.toString(limit));
        return json(query, answer -> {
            List<Stored> stored = new ArrayList<>();
            answer.orElseThrow(() -> unexpected("the feed", null))
                    .path("segments")
                    .forEach(segment -> stored.add(new Stored(
                            entry(segment),
                            Instant.parse(segment.path("committedAt").asText()))));
            return stored;
        });
    }

    /** @param limit about how many segments */
    public Uni<Page> after(String cursor, int limit) {
        StorageQuery query = query("readFeed", "/v1/feed").with("after", cursor).with("limit", Integer.toString(limit));
        return json(query, answer -> page(answer.orElseThrow(() -> unexpected("the feed", null))));
    }

    private static Page page(JsonNode answer) {
        List<Entry> segments = new ArrayList<>();
        answer.path("segments").forEach(segment -> segments.add(entry(segment)));
        return new Page(
                segments,
                answer.path("nextCursor").asText(),
                Instant.parse(answer.path("watermark").asText()));
    }

    private static Entry entry(JsonNode segment) {
        return new Entry(
                SegmentId.parse(segment.path("id").asText()),
                segment.path("tenant").asText(),
                Signal.ofLabel(segment.path("signal").asText()),
                segment.path("records").asInt(),
                segment.path("cursor").asText());
    }

    /** Some of what was given back, the oldest first. */
    public Uni<List<GivenBack>> givenBack(int limit) {
        StorageQuery query = query("listFeedFailures", CONSUMER + "/failures")
                .with("state", "retry")
                .with("limit", Integer.toString(limit));
        return json(query, answer -> {
            List<GivenBack> failures = new ArrayList<>();
            answer.ifPresent(page -> page.path("failures")
                    .forEach(failure -> failures.add(new GivenBack(
                            failure.path("id").asLong(),
                            SegmentId.parse(failure.path("segmentId").asText()),
                            failure.path("tenant").asText(),
                            Signal.ofLabel(failure.path("signal").asText()),
                            failure.path("records").asInt()))));
            return failures;
        });
    }

    /**
     * What a function makes of a framed segment; fails with {@link StorageConflictException} when it was merged or let go
     * since.
     */
    public <T> Uni<T> withSegment(SegmentId id, Function<byte[], T> use) {
        StorageQuery query =
                new StorageQuery("getSegment", TenantName.DEFAULT, "/v1/segments/" + id, StorageQuery.SEGMENT);
        return answer(query, answer -> {
            if (!answer.found()) {
                throw new StorageConflictException("segment " + id + " is gone");
            }
            return use.apply(answer.body());
        });
    }

    public Uni<Void> commit(Step step) {
        return put(query("commitFeedConsumer", CONSUMER), body(step));
    }

    private Uni<Void> put(StorageQuery query, Map<String, Object> body) {
        return Uni.createFrom()
                .deferred(() -> {
                    BytesInFlight.Share share = http.openShare();
                    return http.put(query, encoded(body), share).onTermination().invoke(share::close);
                })
                .invoke(answer -> {
                    if (!answer.found()) {
                        throw new StorageAnswerException(
                                "storage's commitFeedConsumer: expected status 204, got 404", null);
                    }
                })
                .replaceWithVoid();
    }

    private static Map<String, Object> body(Step step) {
        List<Map<String, Object>> rollups = new ArrayList<>();
        step.rollups().forEach(added -> rollups.add(Map.of("tenant", added.tenant(), "rollup", added.rollup())));
        List<Map<String, Object>> failures = step.failures().stream()
                .map(failure -> Map.<String, Object>of(
                        "segmentId", failure.segmentId().toString(),
                        "records", failure.records(),
                        "reason", failure.reason()))
                .toList();
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("after", step.after());
        body.put("cursor", step.cursor());
        body.put("rollups", rollups);
        body.put("failures", failures);
        body.put("resolved", step.resolved());
        step.watermark().ifPresent(watermark -> body.put("watermark", watermark.toString()));
        return body;
    }

    private byte[] encoded(Map<String, Object> body) {
        try {
            return mapper.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static StorageQuery query(String question, String path) {
        return new StorageQuery(question, TenantName.DEFAULT, path, StorageQuery.JSON);
    }

    /** @param reader is given nothing when storage knows of nothing */
    private <T> Uni<T> json(StorageQuery query, Function<Optional<JsonNode>, T> reader) {
        return answer(query, answer -> {
            try {
                return reader.apply(answer.found() ? Optional.of(mapper.readTree(answer.body())) : Optional.empty());
            } catch (IOException | IllegalArgumentException | DateTimeException e) {
                throw unexpected(query.question(), e);
            }
        });
    }

    private <T> Uni<T> answer(StorageQuery query, Function<StorageAnswer, T> use) {
        return Uni.createFrom().deferred(() -> {
            BytesInFlight.Share share = http.openShare();
            return http.get(query, share)
                    .emitOn(workers)
                    .map(use)
                    .onTermination()
                    .invoke(share::close);
        });
    }

    private static StorageAnswerException unexpected(String question, @Nullable Throwable why) {
        return new StorageAnswerException(
                "storage's " + question + ": expected JSON as it is described, got something else", why);
    }
}
