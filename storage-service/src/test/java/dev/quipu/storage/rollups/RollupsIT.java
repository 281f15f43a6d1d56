package dev.quipu.storage.rollups;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;

import dev.quipu.model.rollup.CallKey;
import dev.quipu.model.rollup.CallNode;
import dev.quipu.model.rollup.Rollup;
import dev.quipu.model.rollup.RollupCell;
import dev.quipu.model.rollup.RollupCodec;
import dev.quipu.model.rollup.RollupKind;
import dev.quipu.model.rollup.SpanKey;
import dev.quipu.storage.fixture.Frames;
import dev.quipu.storage.fixture.SpanFixture;
import dev.quipu.storage.fixture.Sql;
import dev.quipu.storage.fixture.Stored;
import dev.quipu.storage.fixture.TestDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class RollupsIT {

    private static final Duration WAIT = Duration.ofSeconds(30);
    private static final String CONSUMERS = "/v1/feed/consumers/";

    @Inject
    Sql sql;

    @Inject
    RollupMerge merge;

    private final String tenant = "t" + UUID.randomUUID();
    private final String consumer = "c" + UUID.randomUUID();
    private final Random random = new Random(16);

    @AfterEach
    void removeConsumer() {
        given().delete(CONSUMERS + consumer);
    }

    /** A whole day, so that periods begin with it. */
    private static final long DAY = Math.floorDiv(Instant.now().getEpochSecond(), 86_400L) * 86_400 - 86_400;

    private static final String SINCE = Instant.ofEpochSecond(DAY).toString();

    private static SpanKey key(String component, long startUnixSeconds) {
        return new SpanKey("", component, "GET /", 2, 0, startUnixSeconds);
    }

    private Rollup<SpanKey> someSpans() {
        Rollup<SpanKey> rollup = new Rollup<>(RollupKind.SPANS, 10);
        for (int i = 0; i < 50; i++) {
            rollup.cell(key(random.nextBoolean() ? "cart" : "shop", DAY + random.nextInt(7200)))
                    .add(1 + random.nextInt(1_000_000), 1);
        }
        return rollup;
    }

    private Response commit(String after, String cursor, Rollup<?> rollup) {
        return commitAs(consumer, after, cursor, rollup);
    }

    private Response commitAs(String name, String after, String cursor, Rollup<?> rollup) {
        return given().contentType("application/json")
                .body(Map.of(
                        "after",
                        after,
                        "cursor",
                        cursor,
                        "watermark",
                        "2026-01-01T00:00:00Z",
                        "rollups",
                        List.of(Map.of(
                                "tenant",
                                tenant,
                                "rollup",
                                Base64.getEncoder().encodeToString(RollupCodec.encode(rollup))))))
                .put(CONSUMERS + name);
    }

    private Rollup<SpanKey> read(String step, Object... parameters) {
        var request = given().header("Quipu-Tenant", tenant).queryParam("step", step);
        if (parameters.length == 0) {
            request.queryParam("from", SINCE);
        }
        for (int i = 0; i < parameters.length; i += 2) {
            request.queryParam((String) parameters[i], parameters[i + 1]);
        }
        return RollupCodec.decode(
                RollupKind.SPANS,
                request.get("/v1/rollups")
                        .then()
                        .statusCode(200)
                        .contentType(RollupCodec.MEDIA_TYPE)
                        .extract()
                        .asByteArray());
    }

    private static Rollup<SpanKey> in(int stepSeconds, List<Rollup<SpanKey>> parts) {
        Rollup<SpanKey> sum = new Rollup<>(RollupKind.SPANS, stepSeconds);
        parts.forEach(sum::add);
        return sum;
    }

    private static void assertSame(Rollup<SpanKey> actual, Rollup<SpanKey> expected) {
        assertThat(RollupCodec.encode(actual)).isEqualTo(RollupCodec.encode(expected));
    }

    @Test
    void whatIsAddedIsReadInEveryStepMergedOrNot() {
        Rollup<SpanKey> first = someSpans();
        Rollup<SpanKey> second = someSpans();
        commit("0", "1-1", first).then().statusCode(204);
        commit("1-1", "2-2", second).then().statusCode(204);
        List<Rollup<SpanKey>> parts = List.of(first, second);
        for (int round = 0; round < 2; round++) {
            assertSame(read("10s"), in(10, parts));
            assertSame(read("1m"), in(60, parts));
            assertSame(read("5m"), in(300, parts));
            assertSame(read("1h"), in(3600, parts));
            assertSame(read("24h"), in(86_400, parts));
            merge.merge().await().atMost(WAIT);
        }
        assertThat(sql.number("SELECT count(*) FROM rollup WHERE tenant = $1 AND resolution = 0", tenant))
                .isZero();
        Rollup<SpanKey> late = someSpans();
        commit("2-2", "3-3", late).then().statusCode(204);
        merge.merge().await().atMost(WAIT);
        assertSame(read("1m"), in(60, List.of(first, second, late)));
    }

    @Test
    void aStepMayAddUpVeryMuch() {
        Rollup<SpanKey> rollup = new Rollup<>(RollupKind.SPANS, 10);
        for (int i = 0; i < 60_000; i++) {
            RollupCell cell = rollup.cell(key("component-" + i % 40, DAY + 10L * (i / 40)));
            for (int span = 0; span < 20; span++) {
                cell.add(random.nextLong() >>> 1 + random.nextInt(62), 1);
            }
        }
        assertThat(RollupCodec.encode(rollup).length).isGreaterThan(1 << 20);
        commit("0", "5-5", rollup).then().statusCode(204);
        assertThat(read("1h").byKey().values().stream()
                        .mapToLong(RollupCell::spans)
                        .sum())
                .isEqualTo(60_000 * 20);
    }

    @Test
    void aTimeAndAServiceAreChosen() {
        Rollup<SpanKey> rollup = new Rollup<>(RollupKind.SPANS, 10);
        rollup.cell(key("cart", DAY + 119)).add(1, 1);
        rollup.cell(key("cart", DAY + 120)).add(2, 1);
        rollup.cell(key("shop", DAY + 130)).add(3, 1);
        rollup.cell(key("cart", DAY + 180)).add(4, 1);
        commit("0", "1-1", rollup).then().statusCode(204);
        Rollup<SpanKey> found = read("10s", "from", at(120), "to", at(180), "service", "cart");
        assertThat(found.byKey().keySet()).containsExactly(key("cart", DAY + 120));
        assertThat(read("1m", "from", at(150), "to", at(151)).byKey().keySet())
                .as("both ends are widened to whole steps")
                .containsExactly(key("cart", DAY + 120), key("shop", DAY + 120));
    }

    @Test
    void namesAndStepsAreTakenTogether() {
        Rollup<SpanKey> rollup = new Rollup<>(RollupKind.SPANS, 10);
        rollup.cell(key("cart", DAY + 10)).add(1, 1);
        rollup.cell(new SpanKey("", "cart", "PUT /", 2, 0, DAY + 10)).add(2, 1);
        rollup.cell(key("cart", DAY + 700)).add(2, 1);
        commit("0", "1-1", rollup).then().statusCode(204);
        assertThat(read("10s", "from", SINCE, "spanNames", "false").byKey().keySet())
                .containsExactly(
                        new SpanKey("", "cart", "", 2, 0, DAY + 10), new SpanKey("", "cart", "", 2, 0, DAY + 700));
        Rollup<SpanKey> whole = read("10s", "from", SINCE, "whole", "true");
        assertThat(whole.resolutionSeconds()).isEqualTo(Rollup.WHOLE);
        assertThat(whole.cell(key("cart", 0)).spans()).isEqualTo(2);
        given().header("Quipu-Tenant", tenant)
                .get("/v1/rollups?whole=true&step=10s&from=" + at(15) + "&to=" + at(25))
                .then()
                .header(RollupCodec.FROM_HEADER, at(10))
                .header(RollupCodec.TO_HEADER, at(30));
    }

    private static String at(long second) {
        return Instant.ofEpochSecond(DAY + second).toString();
    }

    @Test
    void theStepsFitTheTimeAndAreKeptSoLong() {
        assertThat(resolution(Duration.ofMinutes(5), Duration.ZERO)).isEqualTo(10);
        assertThat(resolution(Duration.ofHours(2), Duration.ZERO)).isEqualTo(60);
        assertThat(resolution(Duration.ofHours(12), Duration.ZERO)).isEqualTo(3600);
        assertThat(resolution(Duration.ofMinutes(5), Duration.ofDays(3))).isEqualTo(60);
        assertThat(resolution(Duration.ofMinutes(5), Duration.ofDays(31))).isEqualTo(3600);
        given().get("/v1/rollups?step=10s&from=" + Instant.now().minus(Duration.ofDays(3)))
                .then()
                .statusCode(400)
                .body(
                        "detail",
                        containsString("step: expected a multiple of 60 s, as steps of 10 s are kept for 2 days"));
    }

    private static int resolution(Duration length, Duration ago) {
        Instant to = Instant.now().minus(ago);
        return RollupCodec.decode(
                        RollupKind.SPANS,
                        given().queryParam("from", to.minus(length).toString())
                                .queryParam("to", to.toString())
                                .get("/v1/rollups")
                                .then()
                                .statusCode(200)
                                .extract()
                                .asByteArray())
                .resolutionSeconds();
    }

    @Test
    void namesThatWereToldApartStaySo() {
        Rollup<SpanKey> first = new Rollup<>(RollupKind.SPANS, 10);
        first.cell(key("cart", DAY)).add(1, 1);
        commit("0", "1-1", first).then().statusCode(204);
        merge.merge().await().atMost(WAIT);
        Rollup<SpanKey> many = new Rollup<>(RollupKind.SPANS, 10);
        for (int i = 0; i < Rollup.MAX_SPAN_NAMES; i++) {
            many.cell(new SpanKey("", "cart", "A" + i, 2, 0, DAY)).add(1, 1);
        }
        commit("1-1", "2-2", many).then().statusCode(204);
        for (int round = 0; round < 2; round++) {
            Rollup<SpanKey> found = read("10s");
            assertThat(found.cell(key("cart", DAY)).spans()).isEqualTo(1);
            assertThat(found.cell(new SpanKey("", "cart", Rollup.OTHER, 2, 0, DAY))
                            .spans())
                    .isEqualTo(1);
            merge.merge().await().atMost(WAIT);
        }
    }

    @Test
    void removingAnalysisForgetsWhatItAddedAsItBeginsAnew() {
        String analysis = "analysis";
        given().delete(CONSUMERS + analysis);
        commitAs(analysis, "0", "5-5", someSpans()).then().statusCode(204);
        given().contentType("application/json")
                .body(Map.of("cursor", "3-3"))
                .put(CONSUMERS + analysis)
                .then()
                .statusCode(409);
        given().delete(CONSUMERS + analysis).then().statusCode(204);
        assertThat(read("10s").isEmpty()).isTrue();
    }

    @Test
    void aStepThatBeginsElsewhereAddsNothing() {
        Rollup<SpanKey> rollup = someSpans();
        commit("0", "5-5", rollup).then().statusCode(204);
        commit("0", "5-5", rollup)
                .then()
                .statusCode(409)
                .body("detail", containsString("after: expected the committed cursor"));
        commit("4-4", "6-6", rollup).then().statusCode(409);
        assertSame(read("10s"), in(10, List.of(rollup)));
    }

    @Test
    void aConsumerThatIsNotKnownBeginsAtTheBeginning() {
        commit("7-7", "8-8", someSpans()).then().statusCode(409);
        given().get(CONSUMERS + consumer).then().statusCode(404);
    }

    @Test
    void saysWhatIsStoredAndNotCountedYet() {
        long now = Frames.nowUnixNano();
        Stored.post(tenant, new SpanFixture(16).spans(30, now, now + 1000));
        given().header("Quipu-Tenant", tenant).get("/v1/rollups").then().header(RollupCodec.PENDING_HEADER, "30");
        given().header("Quipu-Tenant", tenant)
                .get("/v1/rollups?to=2000-01-01T00:00:00Z")
                .then()
                .header(RollupCodec.PENDING_HEADER, "0");
    }

    @Test
    void nothingIsAddedForFailuresThatAreDealtWith() {
        commit("0", "1-1", someSpans()).then().statusCode(204);
        given().contentType("application/json")
                .body(Map.of(
                        "after",
                        "1-1",
                        "cursor",
                        "1-1",
                        "resolved",
                        List.of(Long.MAX_VALUE),
                        "rollups",
                        List.of(Map.of(
                                "tenant",
                                tenant,
                                "rollup",
                                Base64.getEncoder().encodeToString(RollupCodec.encode(someSpans()))))))
                .put(CONSUMERS + consumer)
                .then()
                .statusCode(409)
                .body("detail", containsString("resolved: expected failures that are kept"));
    }

    @Test
    void callsAreKeptBesideSpans() {
        Rollup<CallKey> calls = new Rollup<>(RollupKind.CALLS, 10);
        CallNode cart = new CallNode(CallNode.Kind.COMPONENT, "", "cart");
        CallNode shop = new CallNode(CallNode.Kind.COMPONENT, "", "shop");
        CallKey called = new CallKey(shop, cart, CallKey.Type.CALL, CallKey.End.CALLEE, false, false, DAY);
        CallKey entered =
                new CallKey(CallNode.USER, shop, CallKey.Type.CALL, CallKey.End.CALLEE, true, false, DAY + 600);
        calls.cell(called).add(5, 1);
        calls.cell(called.takenBack()).add(5, 1);
        calls.cell(entered).add(7, 1);
        Rollup<SpanKey> spans = someSpans();
        commit("0", "1-1", spans).then().statusCode(204);
        commit("1-1", "2-2", calls).then().statusCode(204);
        for (int round = 0; round < 2; round++) {
            assertSame(read("10s"), in(10, List.of(spans)));
            assertThat(calls("")).containsExactly(called, called.takenBack(), entered);
            assertThat(calls("&service=cart")).containsExactly(called, called.takenBack());
            merge.merge().await().atMost(WAIT);
        }
    }

    private Set<CallKey> calls(String parameters) {
        byte[] found = given().header("Quipu-Tenant", tenant)
                .get("/v1/rollups?kind=calls&step=10s&from=" + SINCE + parameters)
                .then()
                .statusCode(200)
                .extract()
                .asByteArray();
        return RollupCodec.decode(RollupKind.CALLS, found).byKey().keySet();
    }

    @Test
    void tenantsSeeTheirOwn() {
        commit("0", "1-1", someSpans()).then().statusCode(204);
        byte[] others = given().header("Quipu-Tenant", "other")
                .get("/v1/rollups")
                .then()
                .statusCode(200)
                .extract()
                .asByteArray();
        assertThat(RollupCodec.decode(RollupKind.SPANS, others).isEmpty()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "step=15s | step: expected a multiple of 10 s, got 15 s",
                "kind=x | kind: expected spans, calls or templates, got 'x'",
                "step=0s | step: expected a multiple of 10 s",
                "step=x | step: expected",
                "step=9223372036854775807s | step: expected a multiple of 10 s",
                "from=2000000000&to=1000000000 | from: expected a time before 'to'"
            })
    void saysWhatIsWrongWithAParameter(String query, String detail) {
        given().get("/v1/rollups?" + query).then().statusCode(400).body("detail", containsString(detail));
    }

    @Test
    void whatIsNoRollupIsRefused() {
        commit("0", "1-1", new Rollup<>(RollupKind.SPANS, 60))
                .then()
                .statusCode(400)
                .body("detail", containsString("steps of 10 s"));
        given().contentType("application/json")
                .body(Map.of("cursor", "1-1", "rollups", List.of(Map.of("tenant", tenant, "rollup", "AAAA"))))
                .put(CONSUMERS + consumer)
                .then()
                .statusCode(400)
                .body("detail", containsString("rollup: expected a kind of 1 to 3, got 0"));
    }
}
