package dev.quipu.analysis.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.quipu.model.Signal;
import dev.quipu.model.TenantName;
import dev.quipu.model.segment.RecordTemplates;
import dev.quipu.model.segment.SegmentId;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The parts in which analysis follows the feed: who follows which for now, and what each has committed. Everything fails
 * as {@link StorageHttp} says; a commit with {@link StorageConflictException} when the part is to be followed from its
 * committed cursor again.
 */
@ApplicationScoped
public class FeedPartClient {

    private static final String CONSUMER = "/v1/feed/consumers/analysis";

    private final StorageHttp http;
    private final Workers workers;
    private final ObjectMapper mapper;

    FeedPartClient(StorageHttp http, Workers workers, ObjectMapper mapper) {
        this.http = http;
        this.workers = workers;
        this.mapper = mapper;
    }

    /**
     * A part that is this service's for now.
     *
     * @param cursor where it was committed
     * @param watermark everything acknowledged before is digested; empty before that was ever said
     * @param upTo where it ends, because the parts are about to be cut otherwise; empty when it goes on
     */
    public record Lease(String part, String cursor, Optional<Instant> watermark, Optional<String> upTo) {}

    /**
     * A step to commit.
     *
     * @param after where it begins: where the part is committed
     * @param watermark everything acknowledged before is digested then; empty when it ends in the middle of a page
     * @param additions what it adds
     * @param failures segments that could not be digested
     * @param resolved numbers of failures that were given back and are dealt with
     */
    public record Step(
            String after,
            String cursor,
            Optional<Instant> watermark,
            Additions additions,
            List<Undigested> failures,
            List<Long> resolved) {}

    /**
     * What a step adds to what is known.
     *
     * @param templates of logs, new ones and those that have changed
     * @param merges templates that have become part of others
     * @param recordTemplates of segments of logs
     */
    public record Additions(
            List<RollupAddition> rollups,
            List<TemplateAddition> templates,
            List<TemplateMerge> merges,
            List<SegmentTemplates> recordTemplates) {

        public static final Additions NONE = ofRollups(List.of());

        public Additions {
            rollups = List.copyOf(rollups);
            templates = List.copyOf(templates);
            merges = List.copyOf(merges);
            recordTemplates = List.copyOf(recordTemplates);
        }

        public static Additions ofRollups(List<RollupAddition> rollups) {
            return new Additions(rollups, List.of(), List.of(), List.of());
        }
    }

    /**
     * A log template of a component.
     *
     * @param id one in the tenant
     * @param number by which the component's miner knows it
     * @param state what the miner knows of it
     * @param lastTimeUnixNano of the records that this service has seen
     */
    public record TemplateAddition(
            String tenant,
            String namespace,
            String component,
            int id,
            int number,
            String text,
            String sample,
            byte[] state,
            long firstTimeUnixNano,
            long lastTimeUnixNano) {}

    /** A template has become part of another. Both by their ids. */
    public record TemplateMerge(String tenant, int from, int into) {}

    /** Which template each record of a segment is of. */
    public record SegmentTemplates(SegmentId segmentId, RecordTemplates templates) {}

    /** What is added for a tenant. @param rollup of any kind, encoded */
    public record RollupAddition(String tenant, byte[] rollup) {}

    /**
     * A segment that could not be digested.
     *
     * @param reason in words
     * @param part that failed at it; empty for the one that tells of it
     */
    public record Undigested(SegmentId segmentId, int records, String reason, Optional<String> part) {}

    /**
     * A failure that was given back to be tried again.
     *
     * @param number by which it is resolved
     * @param part which failed at it, as the parts were cut then; empty when all of the segment is to be digested
     */
    public record GivenBack(long number, String part, SegmentId segmentId, String tenant, Signal signal, int records) {}

    /**
     * Keeps what this service follows, takes on its share of what nobody does, and gives back what is above its share.
     *
     * @param owner this service, as long as it runs
     * @param slices into how many slices spans are to be cut
     */
    public Uni<List<Lease>> lease(String owner, int slices, Duration duration) {
        StorageQuery query = query("leaseFeedParts", CONSUMER + "/leases");
        Map<String, Object> body = Map.of("owner", owner, "slices", slices, "seconds", duration.toSeconds());
        return answer(query, encoded(body), answer -> {
            List<Lease> leases = new ArrayList<>();
            answer.path("parts")
                    .forEach(part -> leases.add(new Lease(
                            part.path("part").asText(),
                            part.path("cursor").asText(),
                            text(part, "watermark").map(Instant::parse),
                            text(part, "upTo"))));
            return leases;
        });
    }

    private static Optional<String> text(JsonNode json, String member) {
        return json.hasNonNull(member) ? Optional.of(json.path(member).asText()) : Optional.empty();
    }

    /** Gives back everything at once. */
    public Uni<Void> release(String owner) {
        StorageQuery query = query("releaseFeedParts", CONSUMER + "/leases/" + owner);
        return Uni.createFrom().deferred(() -> {
            BytesInFlight.Share share = http.openShare();
            return http.delete(query, share)
                    .onTermination()
                    .invoke(share::close)
                    .replaceWithVoid();
        });
    }

    /** Everything acknowledged before this is analysed, whoever did it; empty when nothing is yet. */
    public Uni<Optional<Instant>> watermark() {
        return answer(
                query("getFeedConsumer", CONSUMER),
                null,
                consumer -> text(consumer, "watermark").map(Instant::parse));
    }

    /** Some of what was given back to a part, the oldest first. */
    public Uni<List<GivenBack>> givenBack(String part, int limit) {
        StorageQuery query = query("listFeedFailures", CONSUMER + "/failures")
                .with("state", "retry")
                .with("part", part)
                .with("limit", Integer.toString(limit));
        return answer(query, null, answer -> {
            List<GivenBack> failures = new ArrayList<>();
            answer.path("failures")
                    .forEach(failure -> failures.add(new GivenBack(
                            failure.path("id").asLong(),
                            failure.path("part").asText(),
                            SegmentId.parse(failure.path("segmentId").asText()),
                            failure.path("tenant").asText(),
                            Signal.ofLabel(failure.path("signal").asText()),
                            failure.path("records").asInt())));
            return failures;
        });
    }

    public Uni<Void> commit(String part, Step step) {
        StorageQuery query = query("commitFeedPart", CONSUMER + "/parts/" + part);
        return Uni.createFrom()
                .deferred(() -> {
                    BytesInFlight.Share share = http.openShare();
                    return http.put(query, encoded(body(step)), share)
                            .onTermination()
                            .invoke(share::close);
                })
                .invoke(answer -> {
                    if (!answer.found()) {
                        throw new StorageConflictException("part " + part + " is no more");
                    }
                })
                .replaceWithVoid();
    }

    private static Map<String, Object> body(Step step) {
        List<Map<String, Object>> rollups = new ArrayList<>();
        step.additions()
                .rollups()
                .forEach(added -> rollups.add(Map.of("tenant", added.tenant(), "rollup", added.rollup())));
        List<Map<String, Object>> failures =
                step.failures().stream().map(FeedPartClient::failure).toList();
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("after", step.after());
        body.put("cursor", step.cursor());
        body.put("rollups", rollups);
        putTemplates(body, step.additions());
        body.put("failures", failures);
        body.put("resolved", step.resolved());
        step.watermark().ifPresent(watermark -> body.put("watermark", watermark.toString()));
        return body;
    }

    private static Map<String, Object> failure(Undigested failure) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("segmentId", failure.segmentId().toString());
        json.put("records", failure.records());
        json.put("reason", failure.reason());
        failure.part().ifPresent(part -> json.put("part", part));
        return json;
    }

    private static void putTemplates(Map<String, Object> body, Additions additions) {
        List<Map<String, Object>> templates =
                additions.templates().stream().map(FeedPartClient::template).toList();
        List<Map<String, Object>> merges = additions.merges().stream()
                .map(merge ->
                        Map.<String, Object>of("tenant", merge.tenant(), "from", merge.from(), "into", merge.into()))
                .toList();
        List<Map<String, Object>> recordTemplates = additions.recordTemplates().stream()
                .map(of -> Map.<String, Object>of(
                        "segmentId",
                        of.segmentId().toString(),
                        "templates",
                        of.templates().encode()))
                .toList();
        if (!recordTemplates.isEmpty()) {
            body.put("templates", templates);
            body.put("templateMerges", merges);
            body.put("recordTemplates", recordTemplates);
        }
    }

    private static Map<String, Object> template(TemplateAddition template) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("tenant", template.tenant());
        json.put("namespace", template.namespace());
        json.put("component", template.component());
        json.put("id", template.id());
        json.put("number", template.number());
        json.put("text", template.text());
        json.put("sample", template.sample());
        json.put("state", template.state());
        json.put("firstTimeUnixNano", Long.toUnsignedString(template.firstTimeUnixNano()));
        json.put("lastTimeUnixNano", Long.toUnsignedString(template.lastTimeUnixNano()));
        return json;
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

    /** @param body to post; null to get */
    private <T> Uni<T> answer(StorageQuery query, byte @Nullable [] body, Function<JsonNode, T> reader) {
        return Uni.createFrom().deferred(() -> {
            BytesInFlight.Share share = http.openShare();
            return (body == null ? http.get(query, share) : http.post(query, body, share))
                    .emitOn(workers)
                    .map(answer -> read(query, answer, reader))
                    .onTermination()
                    .invoke(share::close);
        });
    }

    private <T> T read(StorageQuery query, StorageAnswer answer, Function<JsonNode, T> reader) {
        try {
            return reader.apply(answer.found() ? mapper.readTree(answer.body()) : mapper.createObjectNode());
        } catch (IOException | IllegalArgumentException | DateTimeException e) {
            throw new StorageAnswerException(
                    "storage's " + query.question() + ": expected JSON as it is described, got something else", e);
        }
    }
}
