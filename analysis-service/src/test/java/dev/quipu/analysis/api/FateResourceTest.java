package dev.quipu.analysis.api;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import dev.quipu.analysis.CollectorPeer;
import dev.quipu.analysis.StoragePeer;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(StoragePeer.class)
class FateResourceTest {

    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String PATH = "/v1/fate/" + TRACE;
    private static final String SEGMENT = "5f0c5b6e-92f5-4f3e-0000-000000000001";
    private static final String STORED = "{\"kind\":\"segment\",\"segmentId\":\"" + SEGMENT
            + "\",\"level\":0,\"day\":\"2026-01-01\",\"records\":2,\"at\":\"2026-01-01T00:00:00Z\"}";

    private final CollectorPeer collector = new CollectorPeer("c-0");

    @Inject
    MeterRegistry metrics;

    @BeforeEach
    void forget() {
        StoragePeer.reset();
    }

    @AfterEach
    void holdsNoBytes() {
        collector.close();
        await().untilAsserted(() -> assertThat(
                        metrics.get("quipu.analysis.bytes.in.flight").gauge().value())
                .isZero());
    }

    private static String storage(String fate, List<String> evidence, List<String> missing) {
        return "{\"traceId\":\"%s\",\"fate\":\"%s\",\"evidence\":[%s],\"missing\":[%s],%s}"
                .formatted(
                        TRACE,
                        fate,
                        String.join(",", evidence),
                        String.join(
                                ",",
                                missing.stream().map(one -> "\"" + one + "\"").toList()),
                        "\"checkedFrom\":\"2025-12-01T00:00:00Z\",\"watermark\":\"2026-01-01T00:00:00Z\"");
    }

    /** Storage says the first, then the second, then the second again. */
    private static void storageSays(String first, String then) {
        AtomicInteger asked = new AtomicInteger();
        StoragePeer.at(PATH, request -> request.json(200, asked.getAndIncrement() == 0 ? first : then));
    }

    private void storageKnowsOnlyOfTheSpool() {
        String unknown = storage("unknown", List.of(collector.evidence()), List.of("c-0 holds 100 records"));
        storageSays(unknown, unknown);
    }

    private static ValidatableResponse ask() {
        return get(PATH).then().statusCode(200).contentType("application/json");
    }

    private void isUnknownBecause(String reason) {
        ask().body("fate", equalTo("unknown"))
                .body("missing", contains("collector c-0 could not be asked: " + reason))
                .body("evidence.find { it.kind == 'collector' }.said", equalTo("not_asked"))
                .body("evidence.find { it.kind == 'collector' }.reason", equalTo(reason));
        assertThat(StoragePeer.requests(PATH)).hasSize(1);
    }

    @Test
    void saysWhatStorageSaysAndAsksNobodyWhenNothingIsSpooled() {
        String stored = storage("stored", List.of(STORED), List.of());
        storageSays(stored, stored);
        ask().body("fate", equalTo("stored"))
                .body("traceId", equalTo(TRACE))
                .body("segments", contains(SEGMENT))
                .body("evidence", hasSize(1))
                .body("evidence[0].records", equalTo(2))
                .body("checkedFrom", equalTo("2025-12-01T00:00:00Z"))
                .body("watermark", equalTo("2026-01-01T00:00:00Z"));
        assertThat(StoragePeer.requests(PATH)).hasSize(1);
    }

    @Test
    void passesOnTenantAndTimes() {
        String never = storage("never_offered", List.of(), List.of());
        storageSays(never, never);
        given().header("Quipu-Tenant", "shop")
                .get(PATH + "?from=1767225600000000000&to=2026-01-01T01:00:00Z")
                .then()
                .statusCode(200)
                .body("fate", equalTo("never_offered"));
        StoragePeer.Request asked = StoragePeer.requests(PATH).get(0);
        assertThat(asked.tenant()).isEqualTo("shop");
        assertThat(asked.parameter("from")).isEqualTo("2026-01-01T00:00:00Z");
        assertThat(asked.parameter("to")).isEqualTo("2026-01-01T01:00:00Z");
    }

    @Test
    void isSpooledWhereACollectorSaysSo() {
        storageKnowsOnlyOfTheSpool();
        collector.holds(SEGMENT);
        ask().body("fate", equalTo("spooled"))
                .body("collectors", contains("c-0"))
                .body("evidence[1].kind", equalTo("collector"))
                .body("evidence[1].url", equalTo(collector.url()))
                .body("evidence[1].said", equalTo("spooled"))
                .body("evidence[1].segments[0].id", equalTo(SEGMENT))
                .body("missing", hasSize(0));
        assertThat(collector.requests()).containsExactly(PATH + " default");
    }

    @Test
    void wasNeverOfferedWhenTheCollectorHoldsNoneOfIt() {
        storageKnowsOnlyOfTheSpool();
        ask().body("fate", equalTo("never_offered"))
                .body("missing", hasSize(0))
                .body("evidence[1].said", equalTo("not_spooled"));
        assertThat(collector.requests()).containsExactly(PATH + " default", "/v1/spool default");
        assertThat(StoragePeer.requests(PATH)).hasSize(2);
    }

    @Test
    void findsATraceThatLeftTheSpoolBetweenTheQuestions() {
        storageSays(
                storage("unknown", List.of(collector.evidence()), List.of("c-0 holds 100 records")),
                storage("stored", List.of(STORED), List.of()));
        ask().body("fate", equalTo("stored")).body("segments", contains(SEGMENT));
    }

    @Test
    void isPartlyStoredWhenSomeOfItIsSpooled() {
        String stored = storage("stored", List.of(STORED, collector.evidence()), List.of("c-0 holds 100 records"));
        storageSays(stored, stored);
        collector.holds("5f0c5b6e-92f5-4f3e-0000-000000000002");
        ask().body("fate", equalTo("partly_stored")).body("collectors", contains("c-0"));
    }

    @Test
    void asksACollectorAgainThatIsBusy() {
        storageKnowsOnlyOfTheSpool();
        AtomicInteger asked = new AtomicInteger();
        collector.at(
                "/v1/fate",
                exchange -> (asked.getAndIncrement() == 0
                                ? CollectorPeer.status(503)
                                : CollectorPeer.json("{\"collector\":\"c-0\",\"segments\":[]}"))
                        .to(exchange));
        ask().body("fate", equalTo("never_offered"));
    }

    @Test
    void isUnknownWhileACollectorIsAway() {
        storageKnowsOnlyOfTheSpool();
        collector.close();
        isUnknownBecause("it cannot be reached");
    }

    @Test
    void doesNotWaitForACollectorThatDoesNotAnswer() {
        storageKnowsOnlyOfTheSpool();
        CountDownLatch over = new CountDownLatch(1);
        collector.at("/v1/fate", exchange -> {
            try {
                over.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        isUnknownBecause("it did not answer within 1000 ms");
        over.countDown();
    }

    @Test
    void followsNoRedirect() {
        storageKnowsOnlyOfTheSpool();
        try (CollectorPeer other = new CollectorPeer("c-0")) {
            collector.at("/v1/fate", exchange -> {
                exchange.getResponseHeaders().set("Location", other.url() + PATH);
                exchange.sendResponseHeaders(302, -1);
            });
            isUnknownBecause("it answered with status 302");
            assertThat(other.requests()).isEmpty();
        }
    }

    @Test
    void takesNoLargeAnswer() {
        storageKnowsOnlyOfTheSpool();
        collector.at("/v1/fate", CollectorPeer.json("{\"secret\":\"" + "x".repeat(5000) + "\"}"));
        isUnknownBecause("its answer is larger than 4096 bytes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"secret", "{\"secret\":1}", "[]", ""})
    void passesNothingOnOfAnAnswerThatIsNoCollectors(String body) {
        storageKnowsOnlyOfTheSpool();
        collector.at("/v1/fate", CollectorPeer.json(body));
        isUnknownBecause("its answer is not that of a collector");
    }

    @Test
    void doesNotTakeTheWordOfAnother() {
        storageKnowsOnlyOfTheSpool();
        collector.at("/v1/fate", CollectorPeer.json("{\"collector\":\"c-1\",\"segments\":[]}"));
        isUnknownBecause("another collector answers at its address");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"collector\":\"c-0\",\"configured\":false}",
                "{\"collector\":\"c-1\",\"configured\":true,\"damaged\":0}",
                "{\"collector\":\"c-0\",\"configured\":true,\"damaged\":3}",
                "{}"
            })
    void doesNotRelyOnACollectorThatHasNotSeenAllOfItsSpool(String spool) {
        storageKnowsOnlyOfTheSpool();
        collector.at("/v1/spool", CollectorPeer.json(spool));
        ask().body("fate", equalTo("unknown"))
                .body("evidence[1].said", equalTo("unsure"))
                .body("missing[0]", containsString("collector c-0 is not sure that it holds none: "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"file:///etc/passwd", "http://169.254.169.254/latest", "http://169.254.169.254"})
    void doesNotAskWhatIsNoCollectorsAddress(String url) {
        String evidence = collector.evidence().replace(collector.url(), url);
        String unknown = storage("unknown", List.of(evidence), List.of("c-0 holds 100 records"));
        storageSays(unknown, unknown);
        ask().body("fate", equalTo("unknown")).body("evidence[1].reason", containsString("its address: expected "));
    }

    @Test
    void asksNoMoreCollectorsThanItMay() {
        List<String> spools = List.of(
                collector.evidence(),
                collector.evidence().replace("c-0", "c-1"),
                collector.evidence().replace("c-0", "c-2"));
        String unknown = storage("unknown", spools, List.of("one", "two", "three"));
        storageSays(unknown, unknown);
        ask().body("fate", equalTo("unknown"))
                .body("evidence[5].reason", equalTo("no more than 2 collectors are asked at once"))
                .body("missing", hasSize(2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/fate/abc", PATH + "?from=yesterday", "/v1/fate/0af7651916cd43dd8448eb211c80319x"})
    void refusesWhatItCannotRead(String path) {
        get(path)
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("detail", containsString("expected"));
    }

    @Test
    void answersStoragesTroubleAsAProblem() {
        StoragePeer.at(PATH, request -> request.problem(503, "starting"));
        get(PATH).then().statusCode(503).body("detail", equalTo("storage answered 503: starting"));
        StoragePeer.at(PATH, request -> request.json(200, "{}"));
        get(PATH).then().statusCode(502);
    }
}
