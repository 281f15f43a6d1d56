package dev.quipu.storage.fate;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;

import dev.quipu.model.Span;
import dev.quipu.model.TraceId;
import dev.quipu.storage.fixture.Frames;
import dev.quipu.storage.fixture.Merging;
import dev.quipu.storage.fixture.SpanFixture;
import dev.quipu.storage.fixture.Sql;
import dev.quipu.storage.fixture.Stored;
import dev.quipu.storage.fixture.TestDatabase;
import dev.quipu.storage.retention.Retention;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class FateIT {

    private static final long DAY_NANOS = 86_400_000_000_000L;
    private static final Duration WAIT = Duration.ofSeconds(60);

    @Inject
    Retention retention;

    @Inject
    Merging merging;

    @Inject
    Sql sql;

    private final String tenant = "t" + UUID.randomUUID();
    private final SpanFixture fixture = new SpanFixture(System.nanoTime());

    private JsonPath fate(TraceId trace, Object... parameters) {
        var request = given().header("Quipu-Tenant", tenant);
        for (int i = 0; i < parameters.length; i += 2) {
            request.queryParam((String) parameters[i], parameters[i + 1]);
        }
        return request.get("/v1/fate/" + trace.hex())
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private List<Span> spans(TraceId trace, int count, long at) {
        return fixture.spans(count, at, at + 1000).stream()
                .map(span -> fixture.span(trace, span.startTimeUnixNano()))
                .toList();
    }

    private void report(String outcome, long counted, TraceId trace, long noted) {
        given().header("Quipu-Tenant", tenant)
                .contentType("application/json")
                .body(Map.of(
                        "id",
                        UUID.randomUUID().toString(),
                        "signal",
                        "traces",
                        "collectedAt",
                        Instant.now().toString(),
                        "lines",
                        List.of(Map.of("outcome", outcome, "reason", "too odd", "records", counted)),
                        "traces",
                        List.of(Map.of(
                                "traceId", trace.hex(), "outcome", outcome, "reason", "too odd", "records", noted))))
                .post("/v1/ledger")
                .then()
                .statusCode(201);
    }

    @Test
    void aStoredTraceIsFoundInItsSegments() {
        TraceId trace = fixture.traceId();
        long now = Frames.nowUnixNano();
        Stored.post(tenant, spans(trace, 3, now));
        Stored.post(tenant, spans(trace, 4, now));
        JsonPath fate = fate(trace);
        assertThat(fate.getString("fate")).isEqualTo("stored");
        assertThat(fate.getList("evidence.records", Integer.class)).containsExactlyInAnyOrder(3, 4);
        assertThat(fate.getList("evidence.level", Integer.class)).containsOnly(0);
        merging.merge();
        assertThat(fate(trace).getList("evidence.records", Integer.class)).containsExactly(7);
        assertThat(fate(trace).getList("evidence.level", Integer.class)).containsExactly(1);
    }

    @Test
    void anExpiredTraceLeavesATombstone() {
        TraceId dropped = fixture.traceId();
        TraceId deleted = fixture.traceId();
        long longAgo = Frames.nowUnixNano() / DAY_NANOS * DAY_NANOS - 21 * DAY_NANOS;
        Stored.post(tenant, spans(dropped, 3, longAgo));
        Stored.post(tenant, spans(deleted, 3, 1_000_000_000L));
        sql.number(
                "UPDATE segment SET committed_at = now() - interval '15 days' WHERE tenant = $1 AND day = '1970-01-01' RETURNING 1",
                tenant);
        retention.expire().await().atMost(WAIT);
        for (TraceId trace : List.of(dropped, deleted)) {
            JsonPath fate = fate(trace);
            assertThat(fate.getString("fate")).isEqualTo("expired");
            assertThat(fate.getString("evidence[0].kind")).isEqualTo("expired");
            assertThat(fate.getInt("evidence[0].records")).isEqualTo(3);
            assertThat(fate.getString("evidence[0].reason")).contains("retention");
            assertThat(fate.getDouble("evidence[0].falsePositiveRate")).isBetween(0.0, 0.02);
        }
        assertThat(fate(fixture.traceId()).getString("fate")).isEqualTo("never_offered");
    }

    @Test
    void whatCollectorsNoteIsEvidence() {
        TraceId rejected = fixture.traceId();
        TraceId repeated = fixture.traceId();
        report("rejected", 5, rejected, 5);
        report("duplicate", 4, repeated, 4);
        assertThat(fate(rejected).getString("fate")).isEqualTo("rejected");
        assertThat(fate(rejected).getString("evidence[0].reason")).isEqualTo("too odd");
        assertThat(fate(repeated).getString("fate")).isEqualTo("duplicate");
        assertThat(fate(fixture.traceId()).getString("fate")).isEqualTo("never_offered");
        Stored.post(tenant, spans(rejected, 3, Frames.nowUnixNano()));
        assertThat(fate(rejected).getString("fate")).isEqualTo("partly_stored");
    }

    @Test
    void recordsThatAreCountedWithoutTheirTracesLeaveItUnknown() {
        report("rejected", 5, fixture.traceId(), 2);
        JsonPath fate = fate(fixture.traceId());
        assertThat(fate.getString("fate")).isEqualTo("unknown");
        assertThat(fate.getString("missing[0]")).startsWith("3 records");
    }

    @Test
    void aSpoolLeavesItUnknownUntilItIsAsked() {
        String collector = "c" + UUID.randomUUID();
        Map<String, Object> holding = Map.of(
                "tenant",
                tenant,
                "signal",
                "traces",
                "segments",
                1,
                "records",
                9,
                "bytes",
                1,
                "oldest",
                Instant.now().toString());
        given().contentType("application/json")
                .body(Map.of("url", "http://collector", "holdings", List.of(holding)))
                .put("/v1/spools/" + collector)
                .then()
                .statusCode(204);
        JsonPath fate = fate(fixture.traceId());
        assertThat(fate.getString("fate")).isEqualTo("unknown");
        assertThat(fate.getString("evidence[0].kind")).isEqualTo("spool");
        assertThat(fate.getString("evidence[0].collector")).isEqualTo(collector);
        assertThat(fate.getString("evidence[0].url")).isEqualTo("http://collector");
        given().contentType("application/json")
                .body(Map.of("holdings", List.of()))
                .put("/v1/spools/" + collector)
                .then()
                .statusCode(204);
        assertThat(fate(fixture.traceId()).getString("fate")).isEqualTo("never_offered");
    }

    @Test
    void timesBeforeTheEvidenceLeaveItUnknown() {
        JsonPath fate = fate(fixture.traceId(), "from", "2020-01-01T00:00:00Z");
        assertThat(fate.getString("fate")).isEqualTo("unknown");
        assertThat(fate.getString("missing[0]")).contains("evidence is complete from " + fate.getString("checkedFrom"));
    }

    @Test
    void takesA32DigitTraceIdOnly() {
        given().get("/v1/fate/xyz").then().statusCode(400).body("detail", containsString("expected"));
    }
}
