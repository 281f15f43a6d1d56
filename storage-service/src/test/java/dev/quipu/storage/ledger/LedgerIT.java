package dev.quipu.storage.ledger;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import dev.quipu.model.Span;
import dev.quipu.model.segment.RecordRequest;
import dev.quipu.model.segment.Segment;
import dev.quipu.storage.fixture.Concurrently;
import dev.quipu.storage.fixture.Frames;
import dev.quipu.storage.fixture.SpanFixture;
import dev.quipu.storage.fixture.Sql;
import dev.quipu.storage.fixture.Stored;
import dev.quipu.storage.fixture.TestDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class LedgerIT {

    @Inject
    Sql sql;

    private final String tenant = "t" + UUID.randomUUID();
    private final SpanFixture fixture = new SpanFixture(41);

    private JsonPath ledger(Object... parameters) {
        var request = given().header("Quipu-Tenant", tenant);
        for (int i = 0; i < parameters.length; i += 2) {
            request.queryParam((String) parameters[i], parameters[i + 1]);
        }
        return request.get("/v1/ledger").then().statusCode(200).extract().jsonPath();
    }

    private List<Span> spans(int count) {
        return fixture.spans(count, Frames.nowUnixNano(), Frames.nowUnixNano() + 1000);
    }

    @Test
    void accountsForStoredAndDuplicateRecords() {
        RecordRequest first = Frames.request(tenant, spans(100));
        RecordRequest second = Frames.request(tenant, spans(50));
        post(Frames.of(Frames.newId(), tenant, List.of(first)));
        post(Frames.all(Frames.newId(), tenant, List.of(first, second), Frames.nowUnixNano(), Set.of(first.key()))
                .get(0));
        JsonPath ledger = ledger();
        assertThat(ledger.getInt("identities.offered")).isEqualTo(250);
        assertThat(ledger.getInt("identities.collected")).isEqualTo(150);
        assertThat(ledger.getInt("identities.duplicate")).isEqualTo(100);
        assertThat(ledger.getInt("identities.live")).isEqualTo(150);
        assertThat(ledger.getInt("identities.pending")).isEqualTo(150);
        assertThat(ledger.getBoolean("identities.holds")).isTrue();
        assertThat(ledger.getString("identities.setHash.stored"))
                .isEqualTo(ledger.getString("identities.setHash.live"))
                .isNotEqualTo("0000000000000000");
    }

    private static void post(byte[] frame) {
        given().contentType(Segment.MEDIA_TYPE)
                .body(frame)
                .post("/v1/segments")
                .then()
                .statusCode(201);
    }

    @Test
    void addsUpWhenManyPostAtOnce() {
        Concurrently.run(6, client -> {
            for (int i = 0; i < 5; i++) {
                Stored.post(
                        tenant,
                        new SpanFixture(1000 * client + i)
                                .spans(30, Frames.nowUnixNano(), Frames.nowUnixNano() + 1000));
            }
            return true;
        });
        JsonPath ledger = ledger("groupBy", "component");
        assertThat(ledger.getInt("identities.stored")).isEqualTo(900);
        assertThat(ledger.getBoolean("identities.holds")).isTrue();
        List<Integer> byComponent = ledger.getList("lines.counts.stored");
        assertThat(byComponent.stream().mapToInt(Integer::intValue).sum()).isEqualTo(900);
        List<Boolean> holds = ledger.getList("lines.counts.holds");
        assertThat(holds).hasSize(10).containsOnly(true);
    }

    @Test
    void tellsComponentsAndMinutesApart() {
        Stored.post(tenant, spans(200));
        int cart = ledger("service", "cart").getInt("identities.stored");
        assertThat(cart).isBetween(1, 199);
        assertThat(ledger("service", "cart").getBoolean("identities.holds")).isTrue();
        assertThat(ledger("to", "2020-01-01T00:00:00Z").getInt("identities.stored"))
                .isZero();
        assertThat(ledger("from", Instant.now().minusSeconds(120).toString()).getInt("identities.stored"))
                .isEqualTo(200);
        assertThat(ledger("groupBy", "minute,signal").getString("lines[0].signal"))
                .isEqualTo("traces");
        assertThat(ledger("signal", "logs").getInt("identities.stored")).isZero();
    }

    @Test
    @DisabledIfSystemProperty(named = TestDatabase.CITUS, matches = ".*") // changes one row by its ctid
    void namesADifference() {
        Stored.post(tenant, spans(20));
        sql.number(
                "UPDATE ledger SET records = records + 3 WHERE tenant = $1 AND ctid = (SELECT min(ctid) FROM ledger WHERE tenant = $1) RETURNING 1",
                tenant);
        JsonPath ledger = ledger();
        assertThat(ledger.getBoolean("identities.holds")).isFalse();
        assertThat(ledger.getString("identities.differences[0].name")).isEqualTo("stored = live + expired + erased");
        assertThat(ledger.getString("identities.differences[0].difference")).isEqualTo("3");
    }

    @Test
    void countsWhatAnalysisHasPassed() {
        Stored.post(tenant, spans(20));
        String cursor = "0";
        JsonPath page;
        do {
            page = given().queryParam("after", cursor)
                    .queryParam("limit", 1000)
                    .get("/v1/feed")
                    .jsonPath();
            cursor = page.getString("nextCursor");
        } while (!page.getList("segments").isEmpty());
        given().contentType("application/json")
                .body(Map.of("cursor", cursor))
                .put("/v1/feed/consumers/analysis")
                .then()
                .statusCode(204);
        Stored.post(tenant, spans(7));
        JsonPath ledger = ledger();
        assertThat(ledger.getInt("identities.analysed")).isEqualTo(20);
        assertThat(ledger.getInt("identities.pending")).isEqualTo(7);
        assertThat(ledger.getBoolean("identities.holds")).isTrue();
        given().delete("/v1/feed/consumers/analysis").then().statusCode(204);
    }

    @Test
    void takesAReportOnce() {
        Map<String, Object> report = Map.of(
                "id", UUID.randomUUID().toString(),
                "signal", "traces",
                "collectedAt", Instant.now().toString(),
                "lines",
                        List.of(
                                Map.of("outcome", "refused", "reason", "no room", "records", 512),
                                Map.of("outcome", "rejected", "reason", "no trace id", "records", 3)));
        for (int status : new int[] {201, 200}) {
            given().header("Quipu-Tenant", tenant)
                    .contentType("application/json")
                    .body(report)
                    .post("/v1/ledger")
                    .then()
                    .statusCode(status);
        }
        JsonPath ledger = ledger();
        assertThat(ledger.getInt("identities.offered")).isEqualTo(515);
        assertThat(ledger.getInt("identities.refused")).isEqualTo(512);
        assertThat(ledger.getInt("identities.rejected.'no trace id'")).isEqualTo(3);
    }

    private void report(int status, Instant at, List<Map<String, Object>> redactions) {
        report(status, UUID.randomUUID(), at, redactions);
    }

    private void report(int status, UUID id, Instant at, List<Map<String, Object>> redactions) {
        given().header("Quipu-Tenant", tenant)
                .contentType("application/json")
                .body(Map.of(
                        "id", id.toString(),
                        "signal", "logs",
                        "collectedAt", at.toString(),
                        "lines", List.of(),
                        "traces", List.of(),
                        "redactions", redactions))
                .post("/v1/ledger")
                .then()
                .statusCode(status);
    }

    private static Map<String, Object> redaction(String rule, String action, int changes) {
        return Map.of("rule", rule, "action", action, "changes", changes);
    }

    @Test
    void addsUpWhatRedactionChanged() {
        Instant now = Instant.now();
        UUID id = UUID.randomUUID();
        var first = List.of(redaction("7", "mask", 12), redaction("7", "mask", 1), redaction("12", "drop", 2));
        report(201, id, now, first);
        report(200, id, now, first);
        report(201, now, List.of(redaction("7", "mask", 5)));
        report(201, now.minusSeconds(7200), List.of(redaction("7", "mask", 100)));
        assertThat(ledger("from", now.minusSeconds(600).toString()).getList("redactions"))
                .isEqualTo(List.of(
                        Map.of("signal", "logs", "rule", "12", "action", "drop", "changes", 2),
                        Map.of("signal", "logs", "rule", "7", "action", "mask", "changes", 18)));
        assertThat(ledger().getList("redactions.changes")).isEqualTo(List.of(2, 118));
        assertThat(ledger("signal", "traces").getList("redactions")).isEmpty();
        assertThat(ledger("service", "cart").getList("redactions")).isEmpty();
        assertThat(ledger().getInt("identities.offered")).isZero();
        assertThat(ledger().getBoolean("identities.holds")).isTrue();
    }

    @Test
    void refusesReportsOfNothingAndRedactionsThatAreNone() {
        report(400, Instant.now(), List.of());
        report(400, Instant.now(), List.of(redaction("7", "paint", 1)));
        report(400, Instant.now(), List.of(redaction("7", "mask", 0)));
        assertThat(ledger().getList("redactions")).isEmpty();
    }

    @Test
    void saysWhatIsWrong() {
        given().queryParam("groupBy", "colour")
                .get("/v1/ledger")
                .then()
                .statusCode(400)
                .body("detail", containsString("groupBy: expected"));
        given().contentType("application/json")
                .body("{\"signal\":\"traces\"}")
                .post("/v1/ledger")
                .then()
                .statusCode(400)
                .body("detail", containsString("id: expected"));
        given().contentType("application/json")
                .body(Map.of(
                        "id",
                        UUID.randomUUID().toString(),
                        "signal",
                        "traces",
                        "collectedAt",
                        Instant.now().toString(),
                        "lines",
                        List.of(Map.of("outcome", "stored", "records", 1))))
                .post("/v1/ledger")
                .then()
                .statusCode(400)
                .body("detail", containsString("outcome: expected"))
                .body("status", is(400));
    }

    @Test
    void moreGroupsThanAnAnswerTakesAreRefused() {
        sql.run("INSERT INTO ledger SELECT '" + tenant + "', 1, minute, 0, 0, 3, 'test', 1, 0"
                + " FROM generate_series(1000, 11000) AS minute");

        var window = Map.of("from", "1970-01-01T00:00:00Z", "to", "1970-02-01T00:00:00Z");
        given().header("Quipu-Tenant", tenant)
                .queryParams(window)
                .queryParam("groupBy", "minute")
                .get("/v1/ledger")
                .then()
                .statusCode(400)
                .body("detail", containsString("groupBy: expected at most 10000 groups"));
        given().header("Quipu-Tenant", tenant)
                .queryParams(window)
                .get("/v1/ledger")
                .then()
                .statusCode(200)
                .body("identities.offered", is(10_001));
    }
}
