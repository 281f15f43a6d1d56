package dev.quipu.storage.retention;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;

import dev.quipu.model.Component;
import dev.quipu.model.LogRecord;
import dev.quipu.model.Span;
import dev.quipu.model.TraceId;
import dev.quipu.model.segment.Segment;
import dev.quipu.storage.fixture.Frames;
import dev.quipu.storage.fixture.LogFixture;
import dev.quipu.storage.fixture.Merging;
import dev.quipu.storage.fixture.PointFixture;
import dev.quipu.storage.fixture.SpanFixture;
import dev.quipu.storage.fixture.Sql;
import dev.quipu.storage.fixture.Stored;
import dev.quipu.storage.fixture.TestDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What rules for components and conditions, sizes and holds keep and let go. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class KeepingIT {

    private static final long DAY_NANOS = 86_400_000_000_000L;
    private static final Duration WAIT = Duration.ofSeconds(60);

    @Inject
    Retention retention;

    @Inject
    Thinning thinning;

    @Inject
    Merging merging;

    @Inject
    Sql sql;

    private final String tenant = "t" + UUID.randomUUID();
    private final SpanFixture fixture = new SpanFixture(52);

    private static long noon(int daysAgo) {
        return Frames.nowUnixNano() / DAY_NANOS * DAY_NANOS + DAY_NANOS / 2 - daysAgo * DAY_NANOS;
    }

    private List<Span> spans(int daysAgo, int count) {
        return fixture.spans(count, noon(daysAgo), noon(daysAgo) + 1000);
    }

    private static void post(byte[] frame) {
        given().contentType(Segment.MEDIA_TYPE)
                .body(frame)
                .post("/v1/segments")
                .then()
                .statusCode(201);
    }

    private ValidatableResponse send(String path, Map<String, Object> body) {
        return given().header("Quipu-Tenant", tenant)
                .contentType(ContentType.JSON)
                .body(body)
                .post(path)
                .then();
    }

    private void rule(Map<String, Object> rule) {
        send("/v1/retention-rules", rule).statusCode(201);
    }

    private void expire() {
        retention.run().await().atMost(WAIT);
        thinning.thin().await().atMost(WAIT);
    }

    private JsonPath get(String path) {
        return given().header("Quipu-Tenant", tenant)
                .get(path)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private long live() {
        return live("/v1/ledger");
    }

    private long live(String path) {
        JsonPath ledger = get(path);
        assertThat(ledger.getBoolean("identities.holds")).as(ledger.prettify()).isTrue();
        return ledger.getLong("identities.live");
    }

    private static Predicate<Span> ofTraces(List<Span> spans, Predicate<Span> condition) {
        Set<TraceId> traces =
                spans.stream().filter(condition).map(Span::traceId).collect(Collectors.toSet());
        return span -> traces.contains(span.traceId());
    }

    private static boolean hasFailed(Span span) {
        return span.status().code() == Span.Status.CODE_ERROR;
    }

    private static boolean isOf(Span span, String service) {
        return Component.of(span.resource().attributes()).name().equals(service);
    }

    private void assertKept(List<Span> all, Predicate<Span> isKept) {
        assertThat(live()).isEqualTo(all.stream().filter(isKept).count());
        Map<TraceId, Long> kept =
                all.stream().filter(isKept).collect(Collectors.groupingBy(Span::traceId, Collectors.counting()));
        all.stream().map(Span::traceId).distinct().limit(60).forEach(trace -> {
            long count = kept.getOrDefault(trace, 0L);
            given().header("Quipu-Tenant", tenant)
                    .get("/v1/traces/" + trace.hex())
                    .then()
                    .statusCode(count > 0 ? 200 : 404);
            if (count == 0) {
                assertThat(get("/v1/fate/" + trace.hex()).getString("fate")).isEqualTo("expired");
            }
        });
    }

    private Set<String> segments() {
        return Set.copyOf(sql.texts("SELECT id::text FROM segment WHERE tenant = $1", tenant));
    }

    @Test
    void tracesWithAnErrorAreKeptLongerAsAWhole() {
        List<Span> spans = spans(22, 9200);
        Stored.post(tenant, spans.subList(0, 100));
        Stored.post(tenant, spans.subList(100, 9100));
        Stored.post(tenant, spans.subList(9100, 9200));
        rule(Map.of("signal", "traces", "condition", "status = error", "days", 60));
        expire();
        assertKept(spans, ofTraces(spans, KeepingIT::hasFailed));
        Set<String> left = segments();
        expire();
        assertThat(segments()).isEqualTo(left);
    }

    @Test
    void tracesOfAConditionGoEarlierAsAWhole() {
        List<Span> spans = spans(5, 300);
        for (int i = 0; i < 3; i++) {
            Stored.post(tenant, spans.subList(100 * i, 100 * i + 100));
        }
        rule(Map.of("signal", "traces", "condition", "name = \"GET /\"", "days", 3));
        expire();
        assertKept(spans, ofTraces(spans, span -> span.name().equals("GET /")).negate());
    }

    @Test
    void segmentsOfWhichNothingIsKeptGoAsTheyAre() {
        List<Span> spans = spans(22, 200);
        Stored.post(tenant, spans.stream().filter(span -> isOf(span, "cart")).toList());
        Stored.post(tenant, spans.stream().filter(span -> !isOf(span, "cart")).toList());
        rule(Map.of("service", "cart", "days", 60));
        Set<String> before = segments();
        expire();
        assertKept(spans, span -> isOf(span, "cart"));
        assertThat(before).containsAll(segments());
    }

    @Test
    void undatedRecordsAreKeptFromTheDayTheyWereStored() {
        List<Span> spans = fixture.spans(100, 1_000_000_000L, 2_000_000_000L);
        Stored.post(tenant, spans);
        rule(Map.of("service", "cart", "days", 3));
        expire();
        assertThat(live()).isEqualTo(100);
        sql.number("UPDATE segment SET committed_at = now() - interval '5 days' WHERE tenant = $1 RETURNING 1", tenant);
        expire();
        assertKept(spans, span -> !isOf(span, "cart"));
    }

    @Test
    void aTraceOverMidnightIsKeptOnBothSides() {
        long midnight = noon(22) + DAY_NANOS / 2;
        List<Span> before = fixture.spans(60, midnight - 2000, midnight - 1000);
        Span failed = Stream.generate(() -> fixture.span(before.get(0).traceId(), midnight + 1000))
                .filter(KeepingIT::hasFailed)
                .findFirst()
                .orElseThrow();
        Stored.post(tenant, before);
        Stored.post(tenant, List.of(failed));
        rule(Map.of("signal", "traces", "condition", "status = error", "days", 60));
        expire();
        Predicate<Span> failedBefore = ofTraces(before, KeepingIT::hasFailed);
        long kept = before.stream()
                .filter(span -> failedBefore.test(span)
                        || span.traceId().equals(before.get(0).traceId()))
                .count();
        assertThat(live()).isEqualTo(kept + 1);
    }

    @ParameterizedTest
    @CsvSource({"traces", "logs", "metrics"})
    void recordsOfAComponentGoEarlier(String signal) {
        List<Span> spans = spans(5, 200);
        Stored.post(tenant, spans);
        Frames.ofLogs(tenant, new LogFixture(3).logs(200, noon(5), noon(5) + 1000))
                .forEach(KeepingIT::post);
        Frames.ofPoints(tenant, new PointFixture(3).points(3, noon(5))).forEach(KeepingIT::post);
        Map<String, Long> before = liveOf("cart");
        long all = live();
        rule(Map.of("signal", signal, "service", "cart", "days", 3));
        expire();
        assertThat(liveOf("cart")).isEqualTo(without(before, signal));
        assertThat(live()).isEqualTo(all - before.get(signal)).isLessThan(all);
        assertThat(get("/v1/ledger").getLong("identities.expired")).isEqualTo(before.get(signal));
    }

    private static Map<String, Long> without(Map<String, Long> of, String signal) {
        Map<String, Long> others = new HashMap<>(of);
        others.put(signal, 0L);
        return others;
    }

    private Map<String, Long> liveOf(String service) {
        Map<String, Long> live = new HashMap<>();
        for (String signal : List.of("traces", "logs", "metrics")) {
            live.put(signal, live("/v1/ledger?signal=" + signal + "&service=" + service));
        }
        return live;
    }

    @Test
    void logRecordsOfAConditionAreKeptLonger() {
        List<LogRecord> logs = new LogFixture(4).logs(300, noon(22), noon(22) + 1000);
        Frames.ofLogs(tenant, logs).forEach(KeepingIT::post);
        rule(Map.of("signal", "logs", "condition", "severity >= error", "days", 60));
        expire();
        assertThat(live())
                .isEqualTo(
                        logs.stream().filter(log -> log.severityNumber() >= 17).count())
                .isPositive();
    }

    @Test
    void theMostSpecificRuleDecidesAndAChangedOneIsHeeded() {
        List<Span> spans = spans(6, 300);
        Stored.post(tenant, spans);
        rule(Map.of("days", 100));
        rule(Map.of("service", "cart", "days", 3));
        rule(Map.of("signal", "traces", "service", "cart", "condition", "status = error", "days", 30));
        expire();
        Predicate<Span> isKept = ofTraces(spans, span -> isOf(span, "cart") && hasFailed(span));
        assertKept(spans, span -> isKept.test(span) || !isOf(span, "cart"));
        rule(Map.of("service", "payment", "namespace", "shop", "days", 3));
        rule(Map.of("service", "frontend", "namespace", "elsewhere", "days", 3));
        expire();
        assertKept(spans, span -> isKept.test(span) || !isOf(span, "cart") && !isOf(span, "payment"));
    }

    @Test
    void whatIsMergedOrComesLateIsLookedAtAgain() {
        List<Span> spans = spans(22, 300);
        rule(Map.of("signal", "traces", "condition", "status = error", "days", 60));
        Stored.post(tenant, spans.subList(0, 100));
        expire();
        Stored.post(tenant, spans.subList(100, 200));
        merging.merge();
        Stored.post(tenant, spans.subList(200, 300));
        expire();
        Predicate<Span> inTime = ofTraces(spans.subList(0, 100), KeepingIT::hasFailed);
        Predicate<Span> inAll = ofTraces(spans, KeepingIT::hasFailed);
        long first = spans.subList(0, 100).stream().filter(inTime).count();
        long later = spans.subList(100, 300).stream().filter(inAll).count();
        assertThat(live()).isEqualTo(first + later);
    }

    @Test
    void theOldestGoUntilTheSizeIsHeld() {
        for (int day = 9; day > 0; day--) {
            Stored.post(tenant, spans(day, 100));
        }
        long bytes = sql.number(
                "SELECT sum(octet_length(head) + octet_length(filter) + octet_length(payload))::bigint FROM segment"
                        + " WHERE tenant = $1",
                tenant);
        rule(Map.of("signal", "traces", "bytes", bytes / 2));
        rule(Map.of("signal", "logs", "bytes", 1));
        expire();
        assertThat(live()).isEqualTo(400);
        assertThat(sql.number(
                        "SELECT count(DISTINCT day) FROM segment WHERE tenant = $1 AND day > now() - interval '5 days'",
                        tenant))
                .isEqualTo(4);
    }

    private long hold(Map<String, Object> wanted) {
        return send("/v1/legal-holds", wanted)
                .statusCode(201)
                .extract()
                .jsonPath()
                .getLong("id");
    }

    @Test
    void whatIsHeldStaysUntilItIsReleased() {
        List<Span> old = spans(30, 50);
        Stored.post(tenant, old);
        Stored.post(tenant, spans(25, 40));
        Stored.post(tenant, spans(5, 30));
        rule(Map.of("service", "cart", "days", 3));
        rule(Map.of("signal", "traces", "bytes", 1));
        long hold = hold(Map.of(
                "signal",
                "traces",
                "from",
                Instant.EPOCH.plusNanos(noon(30) - DAY_NANOS / 2).toString(),
                "to",
                Instant.EPOCH.plusNanos(noon(26)).toString(),
                "reason",
                "case 17"));
        long later = hold(Map.of(
                "service", "cart", "from", Instant.EPOCH.plusNanos(noon(6)).toString(), "reason", "b"));
        expire();
        assertThat(live()).isEqualTo(80);
        given().header("Quipu-Tenant", tenant)
                .delete("/v1/legal-holds/" + hold)
                .then()
                .statusCode(204);
        expire();
        assertThat(live()).isEqualTo(30);
        given().header("Quipu-Tenant", tenant)
                .delete("/v1/legal-holds/" + later)
                .then()
                .statusCode(204);
        expire();
        assertThat(live()).isZero();
    }

    @Test
    void nothingHeldIsErased() {
        Stored.post(tenant, spans(1, 20));
        long hold = hold(Map.of("service", "cart", "reason", "case 18"));
        Map<String, Object> byValue = Map.of("reason", "r", "attribute", Map.of("key", "user.id", "value", "u1"));
        send("/v1/erasures", byValue).statusCode(409).body("detail", containsString("case 18"));
        send("/v1/erasures", Map.of("reason", "r", "component", Map.of("serviceName", "payment")))
                .statusCode(202);
        send("/v1/erasures", Map.of("reason", "r", "component", Map.of("serviceName", "cart")))
                .statusCode(409);
        given().header("Quipu-Tenant", tenant)
                .contentType(ContentType.JSON)
                .body(Map.of("tenant", tenant))
                .delete("/v1/encryption-keys")
                .then()
                .statusCode(409);
        String path = "/v1/legal-holds/" + hold;
        given().header("Quipu-Tenant", "somebody-else").delete(path).then().statusCode(404);
        given().header("Quipu-Tenant", tenant).delete(path).then().statusCode(204);
        given().header("Quipu-Tenant", tenant).delete(path).then().statusCode(404);
        given().header("Quipu-Tenant", tenant)
                .get(path)
                .then()
                .statusCode(200)
                .body("reason", is("case 18"))
                .body("releasedAt", notNullValue());
        assertThat(get("/v1/legal-holds").getList("holds")).hasSize(1);
        send("/v1/erasures", byValue).statusCode(202);
        assertThat(get("/v1/audit?action=legal-hold.release").getList("entries"))
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|days, bytes: expected one of them",
                "{\"days\":0}|days: expected 1 to 36500, got 0",
                "{\"bytes\":0}|bytes: expected 1 or more, got 0",
                "{\"days\":1,\"bytes\":5,\"service\":\"a\"}|bytes: expected none with service or condition",
                "{\"days\":1,\"namespace\":\"a\"}|service: expected one with the namespace",
                "{\"days\":1,\"condition\":\"status = error\"}|signal: expected traces or logs with a condition, got none",
                "{\"days\":1,\"signal\":\"metrics\",\"condition\":\"a\"}|got metrics",
                "{\"days\":1,\"signal\":\"traces\",\"condition\":\"status = nothing\"}|status: expected unset, ok or error",
                "{\"days\":1,\"signal\":\"logs\",\"condition\":\"template = 17\"}|expected one about what records say",
                "{\"days\":1,\"service\":\" \"}|service: expected a name, got blank text"
            })
    void saysWhatIsWrongWithARule(String body, String detail) {
        given().header("Quipu-Tenant", tenant)
                .contentType(ContentType.JSON)
                .body(body)
                .post("/v1/retention-rules")
                .then()
                .statusCode(400)
                .body("detail", containsString(detail));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|reason: expected it in the body",
                "{\"reason\":\"a\",\"namespace\":\"b\"}|service: expected one with the namespace",
                "{\"reason\":\"a\",\"from\":\"yesterday\"}|from: expected RFC 3339",
                "{\"reason\":\"a\",\"from\":\"2026-01-02T00:00:00Z\",\"to\":\"2026-01-01T00:00:00Z\"}|to: expected later than",
                "{\"reason\":\"a\",\"signal\":\"spans\"}|spans"
            })
    void saysWhatIsWrongWithAHold(String body, String detail) {
        given().header("Quipu-Tenant", tenant)
                .contentType(ContentType.JSON)
                .body(body)
                .post("/v1/legal-holds")
                .then()
                .statusCode(400)
                .body("detail", containsString(detail));
    }
}
