package dev.quipu.analysis.feed;

import static dev.quipu.analysis.SpanBuilder.span;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.quipu.analysis.ByHand;
import dev.quipu.analysis.Segments;
import dev.quipu.analysis.SetTime;
import dev.quipu.analysis.StoragePeer;
import dev.quipu.model.Span;
import dev.quipu.model.TraceId;
import dev.quipu.model.rollup.Rollup;
import dev.quipu.model.rollup.RollupCell;
import dev.quipu.model.rollup.RollupCodec;
import dev.quipu.model.rollup.RollupKind;
import dev.quipu.model.rollup.SpanKey;
import dev.quipu.model.segment.SegmentId;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a peer that says what the feed has. */
@QuarkusTest
@QuarkusTestResource(StoragePeer.class)
@TestProfile(ByHand.class)
class FeedFollowerTest {

    private static final Duration LEASE = Duration.ofSeconds(10);
    private static final Duration WAIT = Duration.ofSeconds(20);
    private static final Duration PAUSE = Duration.ofMillis(10);
    private static final String CONSUMER = "/v1/feed/consumers/analysis";
    private static final String PART = CONSUMER + "/parts/traces-0-of-1";
    private static final String LEASES = CONSUMER + "/leases";

    @Inject
    FeedFollower follower;

    @Inject
    SetTime time;

    @Inject
    MeterRegistry metrics;

    private final ObjectMapper mapper = new ObjectMapper();
    private final List<JsonNode> commits = new CopyOnWriteArrayList<>();

    @BeforeEach
    void storageHasNothing() {
        StoragePeer.reset();
        leased();
        time.passes(LEASE);
        tickUntil(() -> metrics.get("quipu.analysis.feed.parts").gauge().value() == 0);
        StoragePeer.at("/v1/feed", request -> request.json(200, page("", request.parameter("after"))));
        consumerIsAt("0");
        storageTakes(204);
        commits.clear();
    }

    private void tickUntil(Callable<Boolean> condition) {
        await().atMost(WAIT).pollDelay(Duration.ZERO).pollInterval(PAUSE).until(() -> {
            follower.tick().await().atMost(WAIT);
            return condition.call();
        });
    }

    private static void consumerIsAt(String cursor) {
        leased("{\"part\":\"traces-0-of-1\",\"cursor\":\"" + cursor + "\"}");
    }

    /** These parts are this service's. */
    private static void leased(String... parts) {
        StoragePeer.at(
                LEASES,
                request ->
                        request.json(200, "{\"slices\":1,\"replicas\":1,\"parts\":[" + String.join(",", parts) + "]}"));
    }

    private void storageTakes(int status) {
        storageRefuses(status, status == 204 ? 0 : 1);
    }

    private void storageRefuses(int status, int times) {
        AtomicInteger refusals = new AtomicInteger(times);
        StoragePeer.at(PART, request -> {
            if (refusals.getAndDecrement() > 0) {
                request.problem(status, "after: expected another");
            } else {
                taken(request);
            }
        });
    }

    private static SegmentId id(int sequence) {
        return new SegmentId(7, sequence);
    }

    private static String page(String segments, String next) {
        return "{\"segments\":[" + segments + "],\"nextCursor\":\"" + next
                + "\",\"watermark\":\"2026-01-01T00:00:00Z\"}";
    }

    private static String entry(int sequence, String signal) {
        return "{\"id\":\"%s\",\"tenant\":\"default\",\"signal\":\"%s\",\"records\":2,\"cursor\":\"%d-5\"}"
                .formatted(id(sequence), signal, sequence);
    }

    /** The feed has one page, with these segments. */
    private static void feedHas(String... entries) {
        StoragePeer.at("/v1/feed", request -> {
            boolean isFirst = request.parameter("after").equals("0");
            request.json(200, isFirst ? page(String.join(",", entries), "5-5") : page("", "5-5"));
        });
    }

    private static void segment(int sequence, byte[] frame) {
        StoragePeer.at("/v1/segments/" + id(sequence), request -> request.send(200, frame));
    }

    private static byte[] twoSpans(int sequence) {
        return Segments.framed(
                id(sequence),
                List.of(span(1).in("cart").build(), span(2).in("cart").build()));
    }

    private static Rollup<SpanKey> rollup(JsonNode commit) {
        try {
            return RollupCodec.decode(
                    RollupKind.SPANS,
                    commit.path("rollups").get(0).path("rollup").binaryValue());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long spans(JsonNode commit) {
        return rollup(commit).byKey().values().stream()
                .mapToLong(RollupCell::spans)
                .sum();
    }

    @Test
    void commitsWhatAPageAddsWithThePlaceItReached() {
        segment(1, twoSpans(1));
        segment(2, twoSpans(2));
        feedHas(entry(1, "traces"), entry(2, "traces"), entry(3, "logs"));
        tickUntil(() -> !commits.isEmpty());
        JsonNode commit = commits.get(0);
        assertThat(commit.path("after").asText()).isEqualTo("0");
        assertThat(commit.path("cursor").asText()).isEqualTo("5-5");
        assertThat(commit.path("watermark").asText()).isEqualTo("2026-01-01T00:00:00Z");
        assertThat(commit.path("failures")).isEmpty();
        assertThat(commit.path("rollups").get(0).path("tenant").asText()).isEqualTo("default");
        assertThat(spans(commit)).isEqualTo(4);
        tickUntil(() -> follower.lag().compareTo(Duration.ofDays(1)) > 0);
    }

    @Test
    void whatIsRefusedIsReadAgain() {
        segment(1, twoSpans(1));
        storageTakes(409);
        feedHas(entry(1, "traces"));
        tickUntil(() -> !commits.isEmpty());
        assertThat(spans(commits.get(0))).isEqualTo(2);
        assertThat(commits).hasSize(1);
    }

    @Test
    void aSegmentThatIsDamagedIsReportedAndHoldsNobodyUp() {
        byte[] damaged = twoSpans(1);
        Arrays.fill(damaged, damaged.length / 2, damaged.length, (byte) 0x5a);
        segment(1, damaged);
        segment(2, twoSpans(2));
        feedHas(entry(1, "traces"), entry(2, "traces"));
        tickUntil(() -> !commits.isEmpty());
        JsonNode failures = commits.get(0).path("failures");
        assertThat(failures).hasSize(1);
        assertThat(failures.get(0).path("segmentId").asText()).isEqualTo(id(1).toString());
        assertThat(failures.get(0).path("records").asInt()).isEqualTo(2);
        assertThat(failures.get(0).path("reason").asText()).isEqualTo("cannot be digested");
        assertThat(spans(commits.get(0))).isEqualTo(2);
    }

    @Test
    void aSegmentThatIsGoneIsNotPassedBy() {
        feedHas(entry(1, "traces"));
        StoragePeer.at("/v1/segments/" + id(1), request -> request.problem(404, "none"));
        tickUntil(() -> StoragePeer.requests("/v1/segments/" + id(1)).size() > 2);
        assertThat(commits).isEmpty();
        segment(1, twoSpans(1));
        tickUntil(() -> !commits.isEmpty());
        assertThat(spans(commits.get(0))).isEqualTo(2);
    }

    @Test
    void aSegmentThatStorageCanNotGiveOutIsReported() {
        StoragePeer.at("/v1/segments/" + id(1), request -> request.problem(500, "damaged"));
        segment(2, twoSpans(2));
        feedHas(entry(1, "traces"), entry(2, "traces"));
        tickUntil(() -> !commits.isEmpty());
        assertThat(commits.get(0).path("failures")).hasSize(1);
        assertThat(spans(commits.get(0))).isEqualTo(2);
    }

    @Test
    void whatStorageRefusesAtOnceIsAddedSegmentBySegment() {
        segment(1, twoSpans(1));
        storageRefuses(413, 1);
        feedHas(entry(1, "traces"));
        tickUntil(() -> !commits.isEmpty());
        assertThat(commits.get(0).path("failures")).isEmpty();
        assertThat(spans(commits.get(0))).isEqualTo(2);
        assertThat(StoragePeer.requests("/v1/feed").stream()
                        .filter(request -> request.parameter("after").equals("0"))
                        .map(request -> request.parameter("limit")))
                .contains("1");
    }

    @Test
    void whatStorageRefusesToAddByItselfIsReportedAndPassedBy() {
        segment(1, twoSpans(1));
        storageRefuses(400, 2);
        feedHas(entry(1, "traces"), entry(2, "logs"));
        tickUntil(() -> !commits.isEmpty());
        JsonNode commit = commits.get(0);
        assertThat(commit.path("rollups")).isEmpty();
        assertThat(commit.path("failures")).hasSize(1);
        assertThat(commit.path("cursor").asText()).isEqualTo("5-5");
    }

    @Test
    void aStepWithVeryManyOperationsEndsInTheMiddleOfAPage() {
        for (int sequence = 1; sequence <= 3; sequence++) {
            List<Span> spans = new ArrayList<>();
            for (int i = 0; i < 12_000; i++) {
                spans.add(span(i + 1).in("cart-" + sequence + "-" + i).build());
            }
            segment(sequence, Segments.framed(id(sequence), spans));
        }
        StoragePeer.at("/v1/feed", request -> {
            String after = request.parameter("after");
            request.json(
                    200,
                    switch (after) {
                        case "0" ->
                            page(entry(1, "traces") + "," + entry(2, "traces") + "," + entry(3, "traces"), "5-5");
                        case "2-5" -> page(entry(3, "traces"), "5-5");
                        default -> page("", "5-5");
                    });
        });
        tickUntil(() -> commits.size() >= 2);
        assertThat(commits.get(0).path("cursor").asText()).isEqualTo("2-5");
        assertThat(commits.get(0).has("watermark")).isFalse();
        assertThat(commits.get(1).path("after").asText()).isEqualTo("2-5");
        assertThat(commits.get(1).path("cursor").asText()).isEqualTo("5-5");
    }

    @Test
    void whatWasGivenBackAndIsRefusedAgainIsReportedAgain() {
        segment(4, twoSpans(4));
        storageRefuses(400, 1);
        StoragePeer.at(CONSUMER + "/failures", request -> {
            boolean isRetry = request.parameter("state").equals("retry");
            request.json(200, "{\"failures\":[" + (isRetry && commits.isEmpty() ? givenBack(17, 4) : "") + "]}");
        });
        tickUntil(() -> !commits.isEmpty());
        JsonNode commit = commits.get(0);
        assertThat(commit.path("rollups")).isEmpty();
        assertThat(commit.path("failures")).hasSize(1);
        assertThat(commit.path("resolved").get(0).asLong()).isEqualTo(17);
    }

    private static String givenBack(int number, int sequence) {
        return "{\"id\":%d,\"part\":\"traces-0-of-1\",\"segmentId\":\"%s\",\"tenant\":\"default\",\"signal\":\"traces\",\"records\":2}"
                .formatted(number, id(sequence));
    }

    @Test
    void whatWasGivenBackIsDigestedOnceMoreAlsoBehindWhatIsGone() {
        segment(4, twoSpans(4));
        StoragePeer.at("/v1/segments/" + id(3), request -> request.problem(404, "none"));
        StoragePeer.at(CONSUMER + "/failures", request -> {
            String failures = givenBack(16, 3) + "," + givenBack(17, 4);
            boolean isRetry = request.parameter("state").equals("retry");
            request.json(200, "{\"failures\":[" + (isRetry && commits.isEmpty() ? failures : "") + "]}");
        });
        tickUntil(() -> !commits.isEmpty());
        JsonNode commit = commits.get(0);
        assertThat(commit.path("resolved").get(0).asLong()).isEqualTo(17);
        assertThat(commit.path("cursor").asText())
                .isEqualTo(commit.path("after").asText());
        assertThat(commit.has("watermark")).isFalse();
        assertThat(spans(commit)).isEqualTo(2);
    }

    @Test
    void slicesTakeEachTraceOnce() {
        List<Span> spans = new ArrayList<>();
        for (int i = 1; i <= 200; i++) {
            spans.add(span(i).of(new TraceId(1, i)).in("cart").build());
        }
        segment(1, Segments.framed(id(1), spans));
        StoragePeer.at(CONSUMER + "/parts/traces-0-of-3", this::taken);
        StoragePeer.at(CONSUMER + "/parts/traces-1-of-3", this::taken);
        StoragePeer.at(CONSUMER + "/parts/traces-2-of-3", this::taken);
        leased(part("traces-0-of-3"), part("traces-1-of-3"), part("traces-2-of-3"));
        feedHas(entry(1, "traces"));
        tickUntil(() -> commits.size() == 3);
        assertThat(commits.stream().mapToLong(FeedFollowerTest::spans).sum()).isEqualTo(200);
        assertThat(commits).allSatisfy(commit -> assertThat(spans(commit)).isBetween(40L, 100L));
    }

    private static String part(String name) {
        return "{\"part\":\"" + name + "\",\"cursor\":\"0\"}";
    }

    private void taken(StoragePeer.Request request) throws IOException {
        commits.add(mapper.readTree(request.exchange().getRequestBody()));
        request.exchange().sendResponseHeaders(204, -1);
        request.exchange().close();
    }

    @Test
    void aPartThatIsCutAnewIsFollowedUpToTheCut() {
        segment(1, twoSpans(1));
        leased("{\"part\":\"traces-0-of-1\",\"cursor\":\"0\",\"upTo\":\"5-5\"}");
        StoragePeer.at("/v1/feed", request -> {
            boolean isFirst = request.parameter("after").equals("0")
                    && request.parameter("upTo").equals("5-5");
            request.json(200, isFirst ? page(entry(1, "traces"), "5-5") : page("", "9-9"));
        });
        tickUntil(() -> !commits.isEmpty());
        int asked = StoragePeer.requests("/v1/feed").size();
        tickUntil(() -> StoragePeer.requests(CONSUMER + "/failures").size() > 1);
        assertThat(StoragePeer.requests("/v1/feed")).hasSize(asked);
        assertThat(commits).hasSize(1);
    }
}
