package dev.quipu.storage.erasure;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import dev.quipu.access.audit.SigningKey;
import dev.quipu.model.KeyValue;
import dev.quipu.model.MetricPoint;
import dev.quipu.model.Span;
import dev.quipu.model.segment.Segment;
import dev.quipu.model.segment.SegmentParcel;
import dev.quipu.storage.fixture.Frames;
import dev.quipu.storage.fixture.LogFixture;
import dev.quipu.storage.fixture.Merging;
import dev.quipu.storage.fixture.PointFixture;
import dev.quipu.storage.fixture.SpanFixture;
import dev.quipu.storage.fixture.Sql;
import dev.quipu.storage.fixture.TestDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class ErasureIT {

    private static final String CANARY =
            "{\"reason\":\"request 17\",\"attribute\":{\"key\":\"user.id\",\"value\":\"" + Canaries.WORD + "\"}}";

    @Inject
    ErasureJob job;

    @Inject
    ErasureLog log;

    @Inject
    Merging merging;

    @Inject
    DataSource database;

    @Inject
    Sql sql;

    @Inject
    FreedStatistics statistics;

    @Inject
    Pool pool;

    private final String tenant = "t" + UUID.randomUUID();
    private final long now = Frames.nowUnixNano();
    private final SpanFixture fixture = new SpanFixture(7);

    private void post(byte[] frame) {
        given().contentType(Segment.MEDIA_TYPE)
                .body(frame)
                .post("/v1/segments")
                .then()
                .statusCode(201);
    }

    private List<Span> among(List<Span> canaries, int others) {
        List<Span> spans = new ArrayList<>(fixture.spans(others, now - 1_000_000, now));
        spans.addAll(canaries);
        return spans;
    }

    private void postCanaries() {
        postCanaries(now);
    }

    private void postCanaries(long time) {
        post(Frames.of(tenant, among(Canaries.spans(time), 40)));
        post(Frames.of(tenant, fixture.spans(40, now - 1_000_000, now)));
        List<dev.quipu.model.LogRecord> logs = new ArrayList<>(new LogFixture(7).logs(40, time - 1_000_000, time));
        logs.addAll(Canaries.logs(time));
        Frames.ofLogs(tenant, logs).forEach(this::post);
        List<MetricPoint> points = new ArrayList<>(new PointFixture(7).points(2, time));
        points.addAll(Canaries.points(time));
        Frames.ofPoints(tenant, points).forEach(this::post);
    }

    private ValidatableResponse request(String body) {
        return given().header("Quipu-Tenant", tenant)
                .contentType(ContentType.JSON)
                .body(body)
                .post("/v1/erasures")
                .then();
    }

    private JsonPath get(String path) {
        return given().header("Quipu-Tenant", tenant)
                .get(path)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private String erase(String body) {
        String id = request(body)
                .statusCode(202)
                .body("state", is("pending"))
                .extract()
                .path("id");
        run();
        assertThat(get("/v1/erasures/" + id).getString("state")).isEqualTo("done");
        return id;
    }

    private void run() {
        job.run().await().atMost(Duration.ofSeconds(60));
    }

    private void compact() {
        merging.merge();
    }

    private Map<String, Integer> dump(String word) throws SQLException {
        try (Connection connection = database.getConnection()) {
            return Dump.rowsWith(connection, word);
        }
    }

    private void requireLedgerHolds() {
        JsonPath ledger = get("/v1/ledger?groupBy=minute,component");
        assertThat(ledger.getBoolean("identities.holds")).isTrue();
        List<Boolean> holds = ledger.getList("lines.counts.holds");
        assertThat(holds).isNotEmpty().containsOnly(true);
    }

    @Test
    void nothingThatSaysItIsLeftAnywhere() throws SQLException {
        postCanaries();
        compact();
        postCanaries(now + 1_000);
        sql.run("""
                INSERT INTO incident (tenant, id, state, started_at, version, components, document)
                VALUES ('%1$s', gen_random_uuid(), 'open', now(), 1, '{cart}', '{"title":"slow for %2$s"}');
                INSERT INTO log_template (tenant, id, namespace, component, number, text, sample, state, first_time, last_time)
                VALUES ('%1$s', 1, 'shop', 'cart', 1, 'user <*>', 'user %2$s logged in', '', 0, 0);
                INSERT INTO alert_history (tenant, rule_id, rule_name, series, state, since, labels, summary, starts_at,
                    is_silenced)
                VALUES ('%1$s', 1, 'r', 's %2$s', 'firing', now(), '{"user":"%2$s"}', 'of %2$s', now(), false)""".formatted(tenant, Canaries.WORD));
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(dump(Canaries.WORD))
                        .containsKeys("decoded segment", "component", "component_attribute", "metric", "span_name"));
        sql.run("ANALYZE");
        assertThat(dump(Canaries.WORD)).containsKeys("statistics of span_name", "statistics of metric");
        String id = erase(CANARY);
        Map<String, Integer> left = dump(Canaries.WORD);
        assertThat(left).containsOnlyKeys("erasure");
        sql.run("ANALYZE");
        assertThat(dump(Canaries.WORD)).containsOnlyKeys("erasure");
        assertThat(get("/v1/erasures/" + id).getLong("recordsErased")).isEqualTo(28);
        requireLedgerHolds();
    }

    @Test
    @DisabledIfSystemProperty(named = TestDatabase.EXTERNAL_URL, matches = ".*")
    void statisticsOfATableThatIsEmptyNowGoAsWell() throws SQLException {
        sql.run("""
                DELETE FROM incident;
                INSERT INTO incident (tenant, id, state, started_at, version, components, document)
                SELECT '%s', gen_random_uuid(), 'open', now(), 1, '{cart}', '{"title":"slow for %s"}'
                FROM generate_series(1, 3);
                ANALYZE incident;
                DELETE FROM incident;
                ANALYZE incident""".formatted(tenant, Canaries.WORD));
        assertThat(dump(Canaries.WORD)).containsKey("statistics of incident");
        assertThat(pool.withConnection(connection -> statistics.free(connection, List.of("incident"), true))
                        .await()
                        .atMost(Duration.ofSeconds(20)))
                .isTrue();
        assertThat(dump(Canaries.WORD)).doesNotContainKey("statistics of incident");
    }

    @Test
    void whatDoesNotSayItStays() {
        postCanaries();
        erase(CANARY);
        assertThat(sql.number("SELECT sum(record_count) FROM segment WHERE tenant = $1 AND signal = 1", tenant))
                .isEqualTo(80);
        assertThat(sql.number("SELECT sum(records) FROM ledger WHERE tenant = $1 AND outcome = 7", tenant))
                .isEqualTo(14);
        given().header("Quipu-Tenant", tenant)
                .queryParam("q", ".user.id = \"" + Canaries.WORD + "\"")
                .get("/v1/spans")
                .then()
                .statusCode(200)
                .body("spans.size()", is(0));
    }

    @Test
    void aCertificateSaysWhatWasErasedAndNotWhat() throws Exception {
        postCanaries();
        String id = request(CANARY).statusCode(202).extract().path("id");
        given().header("Quipu-Tenant", tenant)
                .get("/v1/erasures/" + id + "/certificate")
                .then()
                .statusCode(404);
        run();
        String answer = given().header("Quipu-Tenant", tenant)
                .get("/v1/erasures/" + id + "/certificate")
                .then()
                .statusCode(200)
                .extract()
                .asString();
        assertThat(answer).doesNotContain(Canaries.WORD);
        JsonObject certificate = new JsonObject(answer).getJsonObject("certificate");
        JsonObject traces = certificate.getJsonObject("signals").getJsonObject("traces");
        assertThat(traces.getLong("recordsErased")).isEqualTo(5);
        assertThat(traces.getLong("recordsBefore") - traces.getLong("recordsAfter"))
                .isEqualTo(5);
        assertThat(hash(traces, "setHashBefore") - hash(traces, "setHashErased"))
                .isEqualTo(hash(traces, "setHashAfter"));
        assertThat(certificate.getString("files")).startsWith(FreedFiles.REWRITTEN);
        byte[] signed = answer.substring(answer.indexOf("{\"endedAt\""), answer.indexOf(",\"signature\""))
                .getBytes(StandardCharsets.UTF_8);
        Base64.Decoder base64 = Base64.getDecoder();
        assertThat(SigningKey.isSignature(
                        SigningKey.publicKey(base64.decode(new JsonObject(answer).getString("publicKey"))),
                        signed,
                        base64.decode(new JsonObject(answer).getString("signature"))))
                .isTrue();
    }

    private static long hash(JsonObject signal, String name) {
        return Long.parseUnsignedLong(signal.getString(name), 16);
    }

    @Test
    void theAuditSaysThatSomethingWasErasedAndNotWhat() {
        postCanaries();
        erase(CANARY);
        JsonPath audit = get("/v1/audit");
        assertThat(audit.getList("entries.action")).isEqualTo(List.of("erasure.done", "erasure.request"));
        assertThat(audit.getString("entries[1].detail")).matches("target [0-9a-f]{64}: request 17");
    }

    private void requestedAt(String time) {
        sql.run("UPDATE erasure SET requested_at = " + time + " WHERE tenant = '" + tenant + "'");
    }

    @Test
    void whatIsCollectedAfterTheRequestStays() {
        String id = erase(CANARY);
        requestedAt("now() - interval '1 hour'");
        postCanaries();
        run();
        compact();
        run();
        assertThat(sql.number("SELECT sum(record_count) FROM segment WHERE tenant = $1 AND signal = 1", tenant))
                .isEqualTo(85);
        assertThat(get("/v1/erasures/" + id).getLong("recordsErased")).isZero();
    }

    @Test
    void whatWasCollectedBeforeAndComesIntoQuarantineLaterIsErased() {
        String id = erase(CANARY);
        requestedAt("now()");
        SegmentParcel parcel =
                Frames.parcel(Frames.newId(), tenant, List.of(Frames.request(tenant, among(Canaries.spans(now), 40))));
        given().contentType(SegmentParcel.MEDIA_TYPE)
                .queryParam("reason", "test")
                .body(parcel.toBytes())
                .post("/v1/quarantine")
                .then()
                .statusCode(201);
        post(Frames.of(tenant, fixture.spans(1, now - 1_000_000, now)));
        run();
        assertThat(get("/v1/quarantine").getInt("segments[0].records")).isEqualTo(40);
        assertThat(get("/v1/erasures/" + id).getLong("recordsErased")).isEqualTo(5);
    }

    @Test
    void whatWasCollectedBeforeAndComesLaterIsErasedAsWell() {
        erase(CANARY);
        requestedAt("now()");
        postCanaries();
        run();
        given().header("Quipu-Tenant", tenant)
                .queryParam("q", ".user.id = \"" + Canaries.WORD + "\"")
                .get("/v1/spans")
                .then()
                .statusCode(200)
                .body("spans.size()", is(0));
        requireLedgerHolds();
        assertThat(sql.number("SELECT sum(records) FROM ledger WHERE tenant = $1 AND outcome = 7", tenant))
                .isEqualTo(14);
        await().atMost(Duration.ofSeconds(20))
                .until(() ->
                        sql.number("SELECT count(*) FROM metric WHERE tenant = $1 AND name LIKE 'e.%'", tenant) > 0);
        sql.run("UPDATE erasure SET dirty_since = now() - interval '1 hour' WHERE tenant = '" + tenant + "'");
        run();
        assertThat(sql.number("SELECT count(*) FROM metric WHERE tenant = $1 AND name LIKE 'e.%'", tenant))
                .isZero();
        assertThat(sql.number("SELECT count(dirty_since) FROM erasure WHERE tenant = $1", tenant))
                .isZero();
        assertThat(sql.number(
                        "SELECT count(*) FROM erasure_touched t JOIN erasure e ON e.id = t.erasure_id"
                                + " WHERE e.tenant = $1",
                        tenant))
                .isZero();
    }

    @Test
    void namesThatNoErasedRecordHadStay() {
        sql.run("""
                INSERT INTO span_name (tenant, service, kind, name, last_seen)
                VALUES ('%1$s', 'cart', 1, 'expired', current_date);
                INSERT INTO log_template (tenant, id, namespace, component, number, text, sample, state, first_time, last_time)
                VALUES ('%1$s', 1, 'shop', 'cart', 1, 'expired', 'expired', '', 0, 0)""".formatted(tenant));
        postCanaries();
        String id = erase(CANARY);
        assertThat(sql.number("SELECT count(*) FROM span_name WHERE tenant = $1 AND name = 'expired'", tenant))
                .isOne();
        assertThat(sql.number("SELECT count(*) FROM log_template WHERE tenant = $1", tenant))
                .isOne();
        assertThat(sql.number("SELECT count(*) FROM erasure_name WHERE erasure_id::text = $1", id))
                .isZero();
    }

    @Test
    void anErasedRequestIsStillKnownAsARetry() {
        List<Span> spans = Canaries.spans(now);
        post(Frames.of(tenant, spans));
        erase(CANARY);
        given().contentType(Segment.MEDIA_TYPE)
                .body(Frames.of(tenant, spans))
                .post("/v1/segments")
                .then()
                .statusCode(409);
        assertThat(sql.number("SELECT count(*) FROM segment WHERE tenant = $1", tenant))
                .isZero();
    }

    @Test
    void aTraceIsErasedAndKnownToHaveBeenHere() {
        List<Span> spans = fixture.spans(30, now - 1_000_000, now);
        post(Frames.of(tenant, spans));
        String trace = spans.get(10).traceId().toString();
        long ofTrace = spans.stream()
                .filter(span -> span.traceId().equals(spans.get(10).traceId()))
                .count();
        String id = erase("{\"reason\":\"r\",\"traceId\":\"" + trace + "\"}");
        assertThat(get("/v1/erasures/" + id).getLong("recordsErased")).isEqualTo(ofTrace);
        assertThat(get("/v1/fate/" + trace).getString("fate")).isEqualTo("erased");
        requireLedgerHolds();
    }

    @Test
    void aComponentIsErased() {
        post(Frames.of(tenant, fixture.spans(100, now - 1_000_000, now)));
        compact();
        erase("{\"reason\":\"r\",\"component\":{\"serviceNamespace\":\"shop\",\"serviceName\":\"cart\"}}");
        given().header("Quipu-Tenant", tenant)
                .queryParam("limit", 1000)
                .get("/v1/spans")
                .then()
                .body("spans.findAll { it.component.name == 'cart' }.size()", is(0));
        requireLedgerHolds();
    }

    @Test
    void whatWaitsInQuarantineIsErasedAndTheRestIsStored() {
        List<Span> spans = fixture.spans(400, now - 1_000_000, now);
        int erased = (int) spans.stream()
                .filter(span -> span.attributes().contains(KeyValue.of("user.id", "u5")))
                .count();
        SegmentParcel parcel = Frames.parcel(Frames.newId(), tenant, List.of(Frames.request(tenant, spans)));
        given().contentType(SegmentParcel.MEDIA_TYPE)
                .queryParam("reason", "test")
                .body(parcel.toBytes())
                .post("/v1/quarantine")
                .then()
                .statusCode(201);
        erase("{\"reason\":\"r\",\"attribute\":{\"key\":\"user.id\",\"value\":\"u5\"}}");
        assertThat(erased).isPositive();
        assertThat(get("/v1/quarantine").getInt("segments[0].records")).isEqualTo(400 - erased);
        given().header("Quipu-Tenant", tenant)
                .post("/v1/quarantine/" + parcel.id() + "/retry")
                .then()
                .statusCode(200);
        assertThat(get("/v1/ledger").getInt("identities.live")).isEqualTo(400 - erased);
        assertThat(get("/v1/ledger").getInt("identities.erased")).isEqualTo(erased);
        requireLedgerHolds();
    }

    @Test
    void anErasureThatTheDatabaseForgotIsDoneAgain() {
        String id = erase(CANARY);
        sql.run("DELETE FROM erasure WHERE id = '" + id + "'");
        postCanaries();
        log.reconcile().await().atMost(Duration.ofSeconds(20));
        run();
        assertThat(get("/v1/erasures/" + id).getLong("recordsErased")).isEqualTo(14);
    }

    @Test
    void collectorsAreToldOfEveryTenantsErasures() {
        erase(CANARY);
        var first = given().get("/v1/erasures/all");
        first.then()
                .statusCode(200)
                .body(
                        "erasures.findAll { it.tenant == '" + tenant + "' }.attribute.value",
                        everyItem(is(Canaries.WORD)));
        given().header("If-None-Match", first.header("ETag"))
                .get("/v1/erasures/all")
                .then()
                .statusCode(304);
        int last = first.jsonPath().getInt("erasures[-1].number");
        given().get("/v1/erasures/all?after=" + last).then().body("erasures.size()", is(0));
    }

    @Test
    void aTenantSeesItsOwn() {
        String id = erase(CANARY);
        given().header("Quipu-Tenant", "another")
                .get("/v1/erasures/" + id)
                .then()
                .statusCode(404);
        given().header("Quipu-Tenant", "another")
                .get("/v1/erasures")
                .then()
                .body("erasures.id", is(List.of()))
                .body("nextCursor", nullValue());
        assertThat(get("/v1/erasures?limit=1").getList("erasures.id")).isEqualTo(List.of(id));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'reason':'r'|attribute, traceId, component: expected one of them, got 0",
                "'reason':'r','traceId':'1','component':{'serviceName':'c'}|attribute, traceId, component: expected one of them, got 2",
                "'traceId':'0af7651916cd43dd8448eb211c80319c'|reason: expected it in the body",
                "'reason':'r','traceId':'1'|expected 32",
                "'reason':'r','attribute':{'key':'user.id'}|attribute.value: expected it in the body",
                "'reason':'r','attribute':{'key':'','value':'v'}|attribute: expected a key and a value, got an empty key",
                "'reason':'r','component':{}|component.serviceName: expected it in the body",
            })
    void saysWhatIsWrongWithARequest(String fields, String detail) {
        request("{" + fields.replace('\'', '"') + "}").statusCode(400).body("detail", containsString(detail));
    }
}
