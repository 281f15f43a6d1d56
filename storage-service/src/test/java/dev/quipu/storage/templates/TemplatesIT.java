package dev.quipu.storage.templates;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;

import dev.quipu.model.AnyValue;
import dev.quipu.model.LogRecord;
import dev.quipu.model.rollup.RollupCodec;
import dev.quipu.model.segment.LogRows;
import dev.quipu.model.segment.RecordTemplates;
import dev.quipu.model.segment.Segment;
import dev.quipu.model.segment.SegmentReader;
import dev.quipu.storage.fixture.Frames;
import dev.quipu.storage.fixture.LogFixture;
import dev.quipu.storage.fixture.Merging;
import dev.quipu.storage.fixture.Sql;
import dev.quipu.storage.fixture.TestDatabase;
import dev.quipu.storage.retention.Retention;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What analysis tells of templates: listed, searched by, and kept through merges of segments. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class TemplatesIT {

    private static final Duration WAIT = Duration.ofSeconds(60);
    private static final int ORDER = 1;
    private static final int REFUSED = 2;
    private static final int CACHE = 3;

    @Inject
    Sql sql;

    @Inject
    Merging merging;

    @Inject
    Retention retention;

    private final String tenant = "t" + UUID.randomUUID();
    private final String consumer = "c" + UUID.randomUUID();
    private final List<LogRecord> stored = new ArrayList<>();

    @AfterEach
    void removeConsumer() {
        given().delete("/v1/feed/consumers/" + consumer);
    }

    private static String text(LogRecord log) {
        return ((AnyValue.StringValue) log.body().orElseThrow()).value();
    }

    /** Records of the fourth kind have none. */
    private static int templateOf(LogRecord log) {
        String text = text(log);
        return text.startsWith("order")
                ? ORDER
                : text.startsWith("payment") ? REFUSED : text.startsWith("cache") ? CACHE : RecordTemplates.NONE;
    }

    private List<Segment> store(int records, long seed, long daysAgo) {
        long begin = Frames.nowUnixNano() - TimeUnit.DAYS.toNanos(daysAgo);
        List<LogRecord> logs = new LogFixture(seed).logs(records, begin - 1_000_000, begin);
        stored.addAll(logs);
        return Frames.ofLogs(tenant, logs).stream()
                .map(frame -> {
                    given().contentType(Segment.MEDIA_TYPE)
                            .body(frame)
                            .post("/v1/segments")
                            .then()
                            .statusCode(201);
                    return Segment.parse(frame);
                })
                .toList();
    }

    private static Map<String, Object> templatesOf(Segment segment) {
        SegmentReader reader = SegmentReader.of(segment);
        List<Integer> templates = new ArrayList<>();
        for (int group = 0; group < segment.head().rowGroupCount(); group++) {
            LogRows rows = reader.logs(group);
            for (int row = 0; row < rows.size(); row++) {
                templates.add(templateOf(rows.log(row)));
            }
        }
        return ofRecords(segment, templates);
    }

    private static Map<String, Object> ofRecords(Segment segment, List<Integer> templates) {
        byte[] encoded = RecordTemplates.of(
                        templates.stream().mapToInt(Integer::intValue).toArray())
                .encode();
        return Map.of(
                "segmentId",
                segment.head().id().toString(),
                "templates",
                Base64.getEncoder().encodeToString(encoded));
    }

    private Map<String, Object> template(int id, String component) {
        return new HashMap<>(Map.of(
                "tenant",
                tenant,
                "namespace",
                "",
                "component",
                component,
                "id",
                id,
                "number",
                id - 1,
                "text",
                "template <*> " + id,
                "sample",
                "template x " + id,
                "state",
                "AQID",
                "firstTimeUnixNano",
                "2000",
                "lastTimeUnixNano",
                "3000"));
    }

    private ValidatableResponse commit(Map<String, ?> told) {
        merging.awaitSettled();
        Map<String, Object> body = new HashMap<>(told);
        body.put("cursor", end());
        return given().contentType("application/json")
                .body(body)
                .put("/v1/feed/consumers/" + consumer)
                .then();
    }

    private static String end() {
        String cursor = "0";
        JsonPath page;
        do {
            page = given().queryParams("after", cursor, "limit", 1000)
                    .get("/v1/feed")
                    .jsonPath();
            cursor = page.getString("nextCursor");
        } while (!page.getList("segments").isEmpty());
        return cursor;
    }

    private Map<String, Object> merge(int from, int into) {
        return Map.of("tenant", tenant, "from", from, "into", into);
    }

    private void tellAll(List<Segment> segments) {
        commit(Map.of(
                        "templates",
                        List.of(template(ORDER, "cart"), template(REFUSED, "payment"), template(CACHE, "cart")),
                        "recordTemplates",
                        segments.stream().map(TemplatesIT::templatesOf).toList()))
                .statusCode(204);
    }

    private RequestSpecification asTenant() {
        return given().header("Quipu-Tenant", tenant);
    }

    private JsonPath logs(String q) {
        return asTenant()
                .queryParams("q", q, "limit", 1000)
                .get("/v1/logs")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private JsonPath counts(String q, String by) {
        return asTenant()
                .queryParams("q", q, "by", by, "step", "1h")
                .get("/v1/logs/counts")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private long having(int template) {
        return stored.stream().filter(log -> templateOf(log) == template).count();
    }

    private JsonPath listed(String parameters) {
        return asTenant()
                .get("/v1/log-templates" + parameters)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private void assertTemplates() {
        assertThat(logs("template = 1").getList("logs.template"))
                .hasSize((int) having(ORDER))
                .containsOnly(ORDER);
        assertThat(logs("template != 1").getList("logs.template"))
                .hasSize((int) (having(REFUSED) + having(CACHE)))
                .doesNotContain(ORDER);
        List<Map<String, Object>> all = logs("").getList("logs");
        assertThat(all).hasSize(stored.size()).allSatisfy(log -> {
            String body = (String) log.get("body");
            Integer template = (Integer) log.get("template");
            assertThat(template == null ? 0 : template)
                    .isEqualTo(
                            body.startsWith("order")
                                    ? ORDER
                                    : body.startsWith("payment") ? REFUSED : body.startsWith("cache") ? CACHE : 0);
        });
    }

    @Test
    void recordsAreFoundByTheirTemplates() {
        List<Segment> segments = new ArrayList<>(store(120, 1, 0));
        segments.addAll(store(80, 2, 0));
        assertThat(logs("template = 1").getList("logs")).isEmpty();
        tellAll(segments);
        assertTemplates();
        assertThat(logs("template = 1 && severity = error").getList("logs")).isEmpty();
        assertThat(logs("template = 1 || template = 2").getList("logs"))
                .hasSize((int) (having(ORDER) + having(REFUSED)));
        asTenant().queryParam("q", "template = 0").get("/v1/logs").then().statusCode(400);
    }

    @Test
    void recordsAreCountedByTheirTemplates() {
        tellAll(store(150, 3, 0));
        JsonPath counts = counts("", "template");
        assertThat(counts.getInt("groups.find { it.value == '1' }.total")).isEqualTo((int) having(ORDER));
        assertThat(counts.getInt("groups.find { it.value == '2' }.total")).isEqualTo((int) having(REFUSED));
        assertThat(counts.getInt("groups.find { it.value == '' }.total")).isEqualTo((int) having(RecordTemplates.NONE));
        assertThat(counts("template = 2", "severity").getList("groups.value")).containsExactly("error");
        assertThat(counts("template = 2", "service").getList("groups.total", Integer.class).stream()
                        .mapToInt(Integer::intValue)
                        .sum())
                .isEqualTo((int) having(REFUSED));
    }

    @Test
    void someAreHeldAgainstTheRestByTheirTemplates() {
        tellAll(store(150, 4, 0));
        JsonPath contrast = asTenant()
                .queryParam("selected", "template = 2")
                .get("/v1/logs/contrast")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        assertThat(contrast.getInt("selected")).isEqualTo((int) having(REFUSED));
        assertThat(contrast.getInt("rest")).isEqualTo((int) (stored.size() - having(REFUSED)));
    }

    @Test
    void aMergedTemplateIsTheOneThatStandsForIt() {
        tellAll(store(150, 5, 0));
        commit(Map.of("templateMerges", List.of(merge(CACHE, REFUSED)))).statusCode(204);
        commit(Map.of("templateMerges", List.of(merge(CACHE, ORDER)))).statusCode(204);
        commit(Map.of("templateMerges", List.of(merge(CACHE, ORDER)))).statusCode(204);
        int all = (int) (having(ORDER) + having(REFUSED) + having(CACHE));
        for (int id = ORDER; id <= CACHE; id++) {
            assertThat(logs("template = " + id).getList("logs.template"))
                    .hasSize(all)
                    .containsOnly(ORDER);
        }
        assertThat(logs("template != 3").getList("logs")).isEmpty();
        assertThat(counts("", "template").getInt("groups.find { it.value == '1' }.total"))
                .isEqualTo(all);
        assertThat(listed("").getList("templates.id")).containsExactly(ORDER);
        assertThat(listed("?merged=true").getList("templates.mergedInto")).containsExactly(null, ORDER, ORDER);
    }

    @Test
    void mergingSegmentsKeepsTheTemplatesOfTheirRecords() {
        List<Segment> segments = new ArrayList<>(store(90, 6, 0));
        segments.addAll(store(70, 7, 0));
        store(30, 8, 0);
        stored.subList(160, 190).clear();
        tellAll(segments);
        merging.merge();
        assertThat(sql.number("SELECT count(*) FROM segment WHERE tenant = $1", tenant))
                .isEqualTo(1);
        assertThat(sql.number(
                        "SELECT count(*) FROM segment_template t JOIN segment s ON s.id = t.segment_id AND s.bucket = t.bucket WHERE s.tenant = $1",
                        tenant))
                .isEqualTo(1);
        assertThat(logs("template = 1").getList("logs.template"))
                .hasSize((int) having(ORDER))
                .containsOnly(ORDER);
        assertThat(logs("template = 2").getList("logs.body"))
                .hasSize((int) having(REFUSED))
                .allSatisfy(body -> assertThat((String) body).startsWith("payment"));
        assertThat(sql.number(
                        "SELECT count(*) FROM segment_template t WHERE segment_id = $1",
                        segments.get(0).head().id().toUuid()))
                .isZero();
    }

    @Test
    void whatExpiresTakesItsTemplatesAlong() {
        List<Segment> segments = new ArrayList<>(store(20, 9, 20));
        segments.addAll(store(20, 10, 0));
        tellAll(segments);
        retention.expire().await().atMost(WAIT);
        assertThat(sql.number(
                        "SELECT count(*) FROM segment_template WHERE segment_id = $1",
                        segments.get(0).head().id().toUuid()))
                .isZero();
        assertThat(listed("").getList("templates.id")).containsExactly(ORDER, REFUSED, CACHE);
    }

    @Test
    void templatesAreListedPageByPage() {
        commit(Map.of("templates", List.of(template(1, "cart"), template(2, "payment"), template(3, "cart"))))
                .statusCode(204);
        Map<String, Object> changed = template(1, "cart");
        changed.putAll(Map.of("text", "other", "firstTimeUnixNano", "2500", "lastTimeUnixNano", "9000"));
        commit(Map.of("templates", List.of(changed))).statusCode(204);
        JsonPath first = listed("?limit=2");
        assertThat(first.getList("templates.id")).containsExactly(1, 2);
        assertThat(first.getString("templates[0].text")).isEqualTo("other");
        assertThat(first.getString("templates[0].firstTimeUnixNano")).isEqualTo("2000");
        assertThat(first.getString("templates[0].lastTimeUnixNano")).isEqualTo("9000");
        assertThat(first.getString("templates[0].state")).isNull();
        JsonPath last = listed("?limit=2&cursor=" + first.getString("nextCursor"));
        assertThat(last.getList("templates.id")).containsExactly(3);
        assertThat(last.getString("nextCursor")).isNull();
        assertThat(listed("?component=payment&state=true").getList("templates.state"))
                .containsExactly("AQID");
        assertThat(listed("?namespace=shop").getList("templates")).isEmpty();
        asTenant().get("/v1/log-templates?cursor=x").then().statusCode(400);
    }

    @Test
    void countsOfTemplatesWaitForLogRecords() {
        store(20, 12, 0);
        given().delete("/v1/feed/consumers/analysis");
        asTenant()
                .queryParams("kind", "templates", "from", Frames.nowUnixNano() - TimeUnit.HOURS.toNanos(1))
                .get("/v1/rollups")
                .then()
                .statusCode(200)
                .header(RollupCodec.PENDING_HEADER, "20");
    }

    @Test
    void saysWhatIsWrong() {
        Segment segment = store(10, 11, 0).get(0);
        commit(Map.of("templates", List.of(template(1, "cart")))).statusCode(204);
        refused(Map.of("templates", List.of(template(1, "payment"))), "which is of another");
        refused(Map.of("templates", List.of(template(0, "cart"))), "templates.id: expected 1 or more, got 0");
        Map<String, Object> backwards = template(2, "cart");
        backwards.put("lastTimeUnixNano", "1");
        refused(Map.of("templates", List.of(backwards)), "firstTimeUnixNano");
        Map<String, Object> stateless = template(2, "cart");
        stateless.remove("state");
        refused(Map.of("templates", List.of(stateless)), "templates.state");
        refused(
                Map.of("templateMerges", List.of(merge(1, 7))),
                "templateMerges.into: expected a known template, got 7");
        refused(Map.of("recordTemplates", List.of(ofRecords(segment, List.of(1, 1)))), "10 rows");
        Map<String, Object> gone = new HashMap<>(ofRecords(segment, List.of(1)));
        gone.put("segmentId", Frames.newId().toString());
        commit(Map.of("recordTemplates", List.of(gone))).statusCode(409);
        assertThat(given().get("/v1/feed/consumers/" + consumer).statusCode())
                .as("committed once")
                .isEqualTo(200);
    }

    private void refused(Map<String, ?> told, String why) {
        commit(told).statusCode(400).body("detail", containsString(why));
    }
}
