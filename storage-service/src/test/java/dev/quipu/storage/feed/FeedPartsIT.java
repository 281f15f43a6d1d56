package dev.quipu.storage.feed;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.hamcrest.Matchers.containsString;

import dev.quipu.model.segment.Segment;
import dev.quipu.model.segment.SegmentId;
import dev.quipu.storage.fixture.Concurrently;
import dev.quipu.storage.fixture.Frames;
import dev.quipu.storage.fixture.Merging;
import dev.quipu.storage.fixture.SpanFixture;
import dev.quipu.storage.fixture.Sql;
import dev.quipu.storage.fixture.TestDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class FeedPartsIT {

    private static final String ANALYSIS = "/v1/feed/consumers/analysis";
    private static final int SECONDS = 60;

    @Inject
    Sql sql;

    @Inject
    Merging merging;

    private final String tenant = "t" + UUID.randomUUID();
    private final SpanFixture fixture = new SpanFixture(47);

    @BeforeEach
    @AfterEach
    void removeTheConsumer() {
        given().delete(ANALYSIS);
        sql.run("DELETE FROM feed_part; DELETE FROM feed_lease; DELETE FROM feed_replica");
    }

    private SegmentId store(int spans) {
        SegmentId id = Frames.newId();
        byte[] frame = Frames.of(
                id,
                tenant,
                List.of(Frames.request(
                        tenant, fixture.spans(spans, Frames.nowUnixNano(), Frames.nowUnixNano() + 1000))));
        given().contentType(Segment.MEDIA_TYPE)
                .body(frame)
                .post("/v1/segments")
                .then()
                .statusCode(201);
        return id;
    }

    private static JsonPath read(String after, int limit) {
        return given().queryParam("after", after)
                .queryParam("limit", limit)
                .get("/v1/feed")
                .jsonPath();
    }

    private static String end() {
        String cursor = "0";
        while (true) {
            JsonPath page = read(cursor, 1000);
            cursor = page.getString("nextCursor");
            if (page.getList("segments").isEmpty()) {
                return cursor;
            }
        }
    }

    private static void register(String cursor) {
        given().contentType("application/json")
                .body(Map.of("cursor", cursor))
                .put(ANALYSIS)
                .then()
                .statusCode(204);
    }

    private static ValidatableResponse renew(String owner, int slices, int seconds) {
        return given().contentType("application/json")
                .body(Map.of("owner", owner, "slices", slices, "seconds", seconds))
                .post(ANALYSIS + "/leases")
                .then();
    }

    private static JsonPath renew(String owner, int slices) {
        return renew(owner, slices, SECONDS).statusCode(200).extract().jsonPath();
    }

    private static List<String> parts(JsonPath leases) {
        return leases.getList("parts.part");
    }

    private static ValidatableResponse commit(String part, String after, String cursor) {
        return commit(part, after, cursor, Map.of());
    }

    private static ValidatableResponse commit(String part, String after, String cursor, Map<String, ?> more) {
        Map<String, Object> body = new HashMap<>(Map.of("after", after, "cursor", cursor));
        body.putAll(more);
        return given().contentType("application/json")
                .body(body)
                .put(ANALYSIS + "/parts/" + part)
                .then();
    }

    private static String analysisCursor() {
        return given().get(ANALYSIS).jsonPath().getString("cursor");
    }

    private JsonPath ledger() {
        return given().header("Quipu-Tenant", tenant).get("/v1/ledger").jsonPath();
    }

    @Test
    void threeReplicasShareTheParts() {
        register(end());
        assertThat(parts(renew("a", 3))).containsExactly("traces-0-of-3", "traces-1-of-3", "traces-2-of-3", "logs");
        assertThat(parts(renew("b", 3))).isEmpty();
        assertThat(parts(renew("a", 3))).containsExactly("traces-0-of-3", "traces-1-of-3");
        JsonPath second = renew("b", 3);
        assertThat(parts(second)).containsExactly("traces-2-of-3", "logs");
        assertThat(second.getInt("replicas")).isEqualTo(2);
        assertThat(second.getInt("slices")).isEqualTo(3);
        assertThat(parts(renew("c", 3))).isEmpty();
        renew("a", 3);
        renew("b", 3);
        List<List<String>> held = List.of(parts(renew("c", 3)), parts(renew("a", 3)), parts(renew("b", 3)));
        assertThat(held).allSatisfy(own -> assertThat(own).hasSizeBetween(1, 2));
        assertThat(held.stream().flatMap(List::stream))
                .containsExactlyInAnyOrder("traces-0-of-3", "traces-1-of-3", "traces-2-of-3", "logs");
    }

    @Test
    void whatEndsOrIsGivenBackIsFree() {
        register(end());
        renew("a", 1);
        renew("b", 1);
        renew("a", 1);
        assertThat(parts(renew("b", 1))).containsExactly("logs");
        given().delete(ANALYSIS + "/leases/b").then().statusCode(204);
        assertThat(parts(renew("a", 1))).containsExactly("traces-0-of-1", "logs");
        sql.run("UPDATE feed_lease SET expires_at = now() - interval '1 s';"
                + " UPDATE feed_replica SET expires_at = now() - interval '1 s'");
        JsonPath other = renew("b", 1);
        assertThat(parts(other)).containsExactly("traces-0-of-1", "logs");
        assertThat(other.getInt("replicas")).isEqualTo(1);
        assertThat(parts(renew("a", 1))).isEmpty();
    }

    @Test
    void partsBeginWhereAnalysisStands() {
        String begin = end();
        register(begin);
        JsonPath leases = renew("a", 1);
        assertThat(leases.getList("parts.cursor")).containsExactly(begin, begin);
        assertThat(given().delete(ANALYSIS).statusCode()).isEqualTo(204);
        assertThat(renew("a", 1).getList("parts.cursor")).containsExactly("0", "0");
        assertThat(analysisCursor()).isEqualTo("0");
    }

    @Test
    void analysisStandsAtTheLeastOfItsParts() {
        String begin = end();
        register(begin);
        store(40);
        String middle = end();
        store(2);
        String last = end();
        renew("a", 2);
        List<String> order = new ArrayList<>(List.of("traces-1-of-2", "logs", "traces-0-of-2"));
        for (int i = 0; i < order.size(); i++) {
            assertThat(ledger().getInt("identities.analysed")).isZero();
            commit(order.get(i), begin, middle, Map.of("watermark", "2026-01-01T00:00:0" + i + "Z"))
                    .statusCode(204);
        }
        assertThat(analysisCursor()).isEqualTo(middle);
        assertThat(given().get(ANALYSIS).jsonPath().getString("watermark")).startsWith("2026-01-01T00:00:00");
        assertThat(ledger().getInt("identities.analysed")).isEqualTo(40);
        commit("logs", middle, last).statusCode(204);
        assertThat(ledger().getInt("identities.analysed")).isEqualTo(40);
        assertThat(ledger().getBoolean("identities.holds")).isTrue();
    }

    @Test
    void partsThatCommitAtOnceLeaveAnalysisAtTheLeast() {
        String begin = end();
        register(begin);
        List<String> cursors = new ArrayList<>(List.of(begin));
        for (int i = 0; i < 8; i++) {
            store(3);
            cursors.add(end());
        }
        List<String> parts = parts(renew("a", 4));
        Concurrently.run(parts.size(), i -> {
            for (int n = 1; n < cursors.size(); n++) {
                commit(parts.get(i), cursors.get(n - 1), cursors.get(n)).statusCode(204);
            }
            return i;
        });
        assertThat(analysisCursor().split("-")[0]).isEqualTo(end().split("-")[0]);
        assertThat(ledger().getInt("identities.pending")).isZero();
    }

    @Test
    void aCommitIsHeldToThePartsCursor() {
        String begin = end();
        register(begin);
        store(5);
        String last = end();
        renew("a", 1);
        commit("logs", begin, last).statusCode(204);
        commit("logs", begin, last).statusCode(409).body("detail", containsString("committed cursor of part logs"));
        commit("logs", last, begin).statusCode(400);
        commit("traces-0-of-2", begin, last).statusCode(404);
        given().contentType("application/json")
                .body(Map.of("cursor", last))
                .put(ANALYSIS + "/parts/logs")
                .then()
                .statusCode(400)
                .body("detail", containsString("after"));
        given().contentType("application/json")
                .body(Map.of("cursor", last, "after", begin))
                .put(ANALYSIS)
                .then()
                .statusCode(409)
                .body("detail", containsString("followed in parts"));
    }

    @Test
    void theLayoutChangesWhenAllPartsStandAtOnePlace() {
        String begin = end();
        register(begin);
        store(5);
        String middle = end();
        store(6);
        String last = end();
        renew("a", 1);
        commit("traces-0-of-1", begin, middle).statusCode(204);
        JsonPath finishing = renew("a", 2);
        assertThat(finishing.getInt("slices")).isEqualTo(1);
        assertThat(parts(finishing)).containsExactly("logs");
        assertThat(finishing.getString("parts[0].upTo")).isEqualTo(middle);
        commit("traces-0-of-1", middle, last).statusCode(204);
        assertThat(renew("a", 2).getString("parts[0].upTo")).isEqualTo(last);
        commit("logs", begin, last).statusCode(204);
        JsonPath changed = renew("a", 2);
        assertThat(parts(changed)).containsExactly("traces-0-of-2", "traces-1-of-2", "logs");
        assertThat(changed.getList("parts.cursor")).containsOnly(last);
        assertThat(changed.getList("parts.upTo").stream().filter(Objects::nonNull))
                .isEmpty();
        commit("traces-0-of-1", last, last).statusCode(404);
        assertThat(parts(renew("b", 3))).as("a wants it as it is").isEmpty();
        given().delete(ANALYSIS + "/leases/a").then().statusCode(204);
        assertThat(parts(renew("b", 3))).hasSize(4);
    }

    /** Every part commits as it can while layouts change 1, 2, 3: each position is passed once by each slice in turn. */
    @Test
    void layoutsThatChangeWhilePartsCommitLoseAndRepeatNothing() {
        String begin = end();
        register(begin);
        for (int i = 0; i < 12; i++) {
            store(2);
        }
        String last = end();
        List<List<String>> passed = Concurrently.run(3, i -> follow("owner-" + i, last));
        List<String> logs = passed.stream()
                .flatMap(List::stream)
                .filter(step -> step.startsWith("logs "))
                .toList();
        List<String> stored = new ArrayList<>();
        List<Map<String, Object>> segments = read(begin, 1000).getList("segments");
        segments.forEach(segment -> stored.add("logs " + segment.get("id")));
        assertThat(logs).containsExactlyInAnyOrderElementsOf(stored);
        List<String> slices = passed.stream()
                .flatMap(List::stream)
                .filter(step -> !step.startsWith("logs "))
                .toList();
        for (Map<String, Object> segment : segments) {
            double share = slices.stream()
                    .filter(step -> step.endsWith(" " + segment.get("id")))
                    .mapToDouble(step -> 1.0 / Integer.parseInt(step.replaceAll(".*-of-(\\d+) .*", "$1")))
                    .sum();
            assertThat(share).as("all slices of one layout").isCloseTo(1, within(1e-9));
        }
        assertThat(ledger().getInt("identities.pending")).isZero();
    }

    /** Works as a replica does, asking for one slice more after every few steps. @return part and segment of each commit */
    private static List<String> follow(String owner, String last) {
        List<String> passed = new ArrayList<>();
        for (int round = 0; round < 60 && !analysisCursor().split("-")[0].equals(last.split("-")[0]); round++) {
            JsonPath leases = renew(owner, 1 + Math.min(2, round / 3));
            List<Map<String, String>> parts = leases.getList("parts");
            for (Map<String, String> part : parts) {
                passed.addAll(step(part));
            }
        }
        return passed;
    }

    private static List<String> step(Map<String, String> part) {
        String upTo = part.get("upTo");
        JsonPath page = given().queryParam("after", part.get("cursor"))
                .queryParam("limit", 1 + part.get("part").length() % 3)
                .queryParams(upTo == null ? Map.of() : Map.of("upTo", upTo))
                .get("/v1/feed")
                .jsonPath();
        int status = commit(part.get("part"), part.get("cursor"), page.getString("nextCursor"))
                .extract()
                .statusCode();
        assertThat(status).isIn(204, 404, 409);
        List<String> ids = page.getList("segments.id");
        return status == 204
                ? ids.stream().map(id -> part.get("part") + " " + id).toList()
                : List.of();
    }

    @Test
    void aPageEndsAtACursor() {
        String begin = end();
        SegmentId first = store(5);
        String middle = end();
        store(6);
        String last = end();
        JsonPath page = given().queryParam("after", begin)
                .queryParam("upTo", middle)
                .get("/v1/feed")
                .jsonPath();
        assertThat(page.getList("segments.id")).containsExactly(first.toString());
        assertThat(page.getString("nextCursor").split("-")[0]).isEqualTo(middle.split("-")[0]);
        sql.number(
                "WITH gone AS (DELETE FROM segment WHERE id = $1 RETURNING 1) SELECT count(*) FROM gone",
                first.toUuid());
        JsonPath empty = given().queryParam("after", begin)
                .queryParam("upTo", middle)
                .get("/v1/feed")
                .jsonPath();
        assertThat(empty.getList("segments")).isEmpty();
        assertThat(empty.getString("nextCursor").split("-")[0]).isEqualTo(middle.split("-")[0]);
        given().queryParam("after", last)
                .queryParam("upTo", middle)
                .get("/v1/feed")
                .then()
                .statusCode(400)
                .body("detail", containsString("upTo"));
    }

    @Test
    void segmentsAreNotMergedAcrossAPartsCursor() {
        String begin = end();
        register(begin);
        store(10);
        String middle = end();
        store(20);
        store(30);
        String last = end();
        renew("a", 1);
        commit("logs", begin, middle).statusCode(204);
        commit("traces-0-of-1", begin, last).statusCode(204);
        merging.merge();
        assertThat(sql.number("SELECT count(*) FROM segment WHERE tenant = $1", tenant))
                .isEqualTo(3);
        commit("logs", middle, last).statusCode(204);
        merging.merge();
        assertThat(sql.number("SELECT count(*) FROM segment WHERE tenant = $1", tenant))
                .isEqualTo(2);
    }

    @Test
    void saysWhatIsWrongWithALease() {
        renew("a", 0, SECONDS).statusCode(400).body("detail", containsString("slices: expected 1 to 64, got 0"));
        renew("a", 65, SECONDS).statusCode(400);
        renew("", 1, SECONDS).statusCode(400).body("detail", containsString("owner"));
        renew("a".repeat(129), 1, SECONDS).statusCode(400);
        renew("a", 1, 0).statusCode(400).body("detail", containsString("seconds: expected 1 to 300, got 0"));
        renew("a", 1, 301).statusCode(400);
    }
}
