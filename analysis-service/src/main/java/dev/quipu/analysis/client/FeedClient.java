package dev.quipu.analysis.client;

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
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Storage's feed of committed segments. Everything fails as {@link StorageHttp} says; with {@link StorageConflictException} when the feed is to be followed from the committed cursor again. What is made of
 * answers runs on the {@link Workers}.
 */
@ApplicationScoped
public class FeedClient {

    /** Where the feed begins. */
    public static final String BEGINNING = "0";

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

    /** A segment that stands in the feed. @param committedAt when it was stored */
    public record Stored(Entry entry, Instant committedAt) {}

    /** Where a part of the feed is committed. */
    public record Place(String part, String cursor) {}

    /** Segments of traces that stand last before a place, in order, but those that the part could not digest. */
    public Uni<List<Stored>> tracesBefore(Place place, int limit) {
        StorageQuery query = query("readFeedEnd", "/v1/feed/end")
                .with("upTo", place.cursor())
                .with("part", place.part())
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

    /**
     * @param upTo nothing behind it is asked for; empty for no such place
     * @param limit about how many segments
     */
    public Uni<Page> after(String cursor, Optional<String> upTo, int limit) {
        StorageQuery query = query("readFeed", "/v1/feed")
                .with("after", cursor)
                .withIfPresent("upTo", upTo.orElse(""))
                .with("limit", Integer.toString(limit));
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
