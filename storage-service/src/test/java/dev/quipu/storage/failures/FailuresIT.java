package dev.quipu.storage.failures;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;

import dev.quipu.model.segment.Segment;
import dev.quipu.model.segment.SegmentId;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class FailuresIT {

    private static final String CONSUMER = "/v1/feed/consumers/analysis";

    @Inject
    Sql sql;

    @Inject
    Merging merging;

    private final String tenant = "t" + UUID.randomUUID();

    @AfterEach
    void removeTheConsumer() {
        given().delete(CONSUMER);
    }

    private SegmentId store(int records) {
        SegmentId id = Frames.newId();
        byte[] frame = Frames.of(
                id,
                tenant,
                List.of(Frames.request(
                        tenant,
                        new SpanFixture(records).spans(records, Frames.nowUnixNano(), Frames.nowUnixNano() + 1000))));
        given().contentType(Segment.MEDIA_TYPE)
                .body(frame)
                .post("/v1/segments")
                .then()
                .statusCode(201);
        return id;
    }

    private static String end() {
        String cursor = "0";
        JsonPath page;
        do {
            page = given().queryParam("after", cursor)
                    .queryParam("limit", 1000)
                    .get("/v1/feed")
                    .jsonPath();
            cursor = page.getString("nextCursor");
        } while (!page.getList("segments").isEmpty());
        return cursor;
    }

    private static ValidatableResponse commit(List<Map<String, Object>> failures, List<Long> resolved) {
        return given().contentType("application/json")
                .body(Map.of("cursor", end(), "failures", failures, "resolved", resolved))
                .put(CONSUMER)
                .then();
    }

    private static Map<String, Object> failure(SegmentId segment, int records, String reason) {
        return new HashMap<>(Map.of("segmentId", segment.toString(), "records", records, "reason", reason));
    }

    private JsonPath ledger() {
        return given().header("Quipu-Tenant", tenant).get("/v1/ledger").jsonPath();
    }

    private List<Long> idsOf(String state) {
        return given().queryParam("state", state)
                .get(CONSUMER + "/failures")
                .jsonPath()
                .getList("failures.findAll { it.tenant == '" + tenant + "' }.id", Long.class);
    }

    @Test
    void failuresAreCountedOnceWithThePosition() {
        SegmentId segment = store(40);
        for (int i = 0; i < 2; i++) {
            commit(List.of(failure(segment, 5, "odd link"), failure(segment, 2, "no root")), List.of())
                    .statusCode(204);
        }
        JsonPath ledger = ledger();
        assertThat(ledger.getInt("identities.failed.'odd link'")).isEqualTo(5);
        assertThat(ledger.getInt("identities.failed.'no root'")).isEqualTo(2);
        assertThat(ledger.getInt("identities.analysed")).isEqualTo(33);
        assertThat(ledger.getBoolean("identities.holds")).isTrue();
        assertThat(idsOf("failed")).hasSize(2);
    }

    @Test
    void whatIsGivenBackIsPendingUntilTheConsumerHasDealtWithIt() {
        SegmentId segment = store(40);
        commit(List.of(failure(segment, 5, "odd link")), List.of()).statusCode(204);
        long id = idsOf("failed").get(0);
        for (int i = 0; i < 2; i++) {
            given().header("Quipu-Tenant", tenant)
                    .post(CONSUMER + "/failures/" + id + "/retry")
                    .then()
                    .statusCode(204);
        }
        assertThat(idsOf("failed")).isEmpty();
        assertThat(idsOf("retry")).containsExactly(id);
        assertThat(ledger().getInt("identities.pending")).isEqualTo(5);
        assertThat(ledger().getInt("identities.analysed")).isEqualTo(35);
        assertThat(ledger().getMap("identities.failed")).isEmpty();
        assertThat(ledger().getBoolean("identities.holds")).isTrue();
        for (int i = 0; i < 2; i++) {
            commit(List.of(), List.of(id)).statusCode(204);
        }
        assertThat(ledger().getInt("identities.pending")).isZero();
        assertThat(ledger().getInt("identities.analysed")).isEqualTo(40);
        assertThat(idsOf("retry")).isEmpty();
    }

    @Test
    void whatIsGivenBackAndLetGoIsPendingAndNobodysWork() {
        SegmentId segment = store(40);
        commit(List.of(failure(segment, 5, "odd link")), List.of()).statusCode(204);
        long id = idsOf("failed").get(0);
        given().header("Quipu-Tenant", tenant)
                .post(CONSUMER + "/failures/" + id + "/retry")
                .then()
                .statusCode(204);
        sql.number(
                "WITH gone AS (DELETE FROM segment WHERE id = $1 RETURNING 1) SELECT count(*) FROM gone",
                segment.toUuid());
        assertThat(idsOf("retry")).isEmpty();
        assertThat(ledger().getInt("identities.pending")).isEqualTo(5);
    }

    @Test
    void whatFailsAgainIsCountedAgain() {
        SegmentId segment = store(40);
        commit(List.of(failure(segment, 5, "odd link")), List.of()).statusCode(204);
        long id = idsOf("failed").get(0);
        given().header("Quipu-Tenant", tenant)
                .post(CONSUMER + "/failures/" + id + "/retry")
                .then()
                .statusCode(204);
        for (int i = 0; i < 2; i++) {
            commit(List.of(failure(segment, 4, "odd link")), List.of(id)).statusCode(204);
        }
        assertThat(ledger().getInt("identities.failed.'odd link'")).isEqualTo(4);
        assertThat(ledger().getBoolean("identities.holds")).isTrue();
    }

    @Test
    void aSegmentWithFailuresIsNotMerged() {
        SegmentId failed = store(40);
        store(41);
        store(42);
        commit(List.of(failure(failed, 1, "odd link")), List.of()).statusCode(204);
        merging.merge();
        assertThat(sql.number("SELECT count(*) FROM segment WHERE id = $1", failed.toUuid()))
                .isEqualTo(1);
        assertThat(sql.number("SELECT count(*) FROM segment WHERE tenant = $1", tenant))
                .isEqualTo(2);
    }

    @Test
    void aFailureOfASegmentThatIsGoneSendsTheConsumerBack() {
        commit(List.of(failure(Frames.newId(), 1, "odd link")), List.of())
                .statusCode(409)
                .body("detail", containsString("merged or let go"));
    }

    @Test
    void otherConsumersFailuresAreKeptAndNotCounted() {
        SegmentId segment = store(40);
        given().contentType("application/json")
                .body(Map.of("cursor", end(), "failures", List.of(failure(segment, 5, "odd link"))))
                .put("/v1/feed/consumers/other")
                .then()
                .statusCode(204);
        assertThat(given().get("/v1/feed/consumers/other/failures").jsonPath().getList("failures"))
                .hasSize(1);
        assertThat(ledger().getMap("identities.failed")).isEmpty();
        given().delete("/v1/feed/consumers/other").then().statusCode(204);
        assertThat(given().get("/v1/feed/consumers/other/failures").jsonPath().getList("failures"))
                .isEmpty();
    }

    @Test
    void removingTheConsumerTakesItsCountsBack() {
        SegmentId segment = store(40);
        commit(List.of(failure(segment, 5, "odd link")), List.of()).statusCode(204);
        given().delete(CONSUMER).then().statusCode(204);
        assertThat(ledger().getMap("identities.failed")).isEmpty();
        assertThat(ledger().getBoolean("identities.holds")).isTrue();
    }

    private static void begin(int slices) {
        given().contentType("application/json")
                .body(Map.of("cursor", end()))
                .put(CONSUMER)
                .then()
                .statusCode(204);
        lease(slices);
    }

    private static void lease(int slices) {
        given().contentType("application/json")
                .body(Map.of("owner", "a", "slices", slices, "seconds", 60))
                .post(CONSUMER + "/leases")
                .then()
                .statusCode(200);
    }

    private static ValidatableResponse commitPart(
            String part, String after, List<Map<String, Object>> failures, List<Long> resolved) {
        return given().contentType("application/json")
                .body(Map.of("after", after, "cursor", end(), "failures", failures, "resolved", resolved))
                .put(CONSUMER + "/parts/" + part)
                .then();
    }

    private static List<Long> retriedBy(String part) {
        return given().queryParam("state", "retry")
                .queryParam("part", part)
                .get(CONSUMER + "/failures")
                .jsonPath()
                .getList("failures.id", Long.class);
    }

    @Test
    void aSegmentThatSeveralPartsFailedAtIsCountedOnceUntilTheLastIsResolved() {
        begin(2);
        String begin = end();
        SegmentId segment = store(40);
        commitPart("traces-1-of-2", begin, List.of(failure(segment, 40, "cannot be read")), List.of())
                .statusCode(204);
        assertThat(ledger().getInt("identities.failed.'cannot be read'")).isEqualTo(40);
        assertThat(ledger().getInt("identities.analysed")).isZero();
        assertThat(ledger().getInt("identities.pending")).isZero();
        assertThat(ledger().getBoolean("identities.holds")).isTrue();
        commitPart("traces-0-of-2", begin, List.of(failure(segment, 40, "cannot be read")), List.of())
                .statusCode(204);
        commitPart("logs", begin, List.of(), List.of()).statusCode(204);
        assertThat(ledger().getInt("identities.failed.'cannot be read'")).isEqualTo(40);
        List<Long> ids = idsOf("failed");
        assertThat(ids).hasSize(2);
        given().header("Quipu-Tenant", tenant)
                .post(CONSUMER + "/failures/" + ids.get(0) + "/retry")
                .then()
                .statusCode(204);
        assertThat(ledger().getInt("identities.failed.'cannot be read'")).isEqualTo(40);
        assertThat(ledger().getInt("identities.pending")).isZero();
        assertThat(retriedBy("traces-1-of-2")).containsExactly(ids.get(0));
        assertThat(retriedBy("traces-0-of-2")).isEmpty();
        given().header("Quipu-Tenant", tenant)
                .post(CONSUMER + "/failures/" + ids.get(1) + "/retry")
                .then()
                .statusCode(204);
        assertThat(ledger().getMap("identities.failed")).isEmpty();
        assertThat(ledger().getInt("identities.pending")).isEqualTo(40);
        commitPart("traces-1-of-2", end(), List.of(), List.of(ids.get(0))).statusCode(204);
        assertThat(ledger().getInt("identities.pending")).isEqualTo(40);
        commitPart("traces-0-of-2", end(), List.of(), List.of(ids.get(1))).statusCode(204);
        assertThat(ledger().getInt("identities.analysed")).isEqualTo(40);
        assertThat(ledger().getBoolean("identities.holds")).isTrue();
    }

    @Test
    void failuresOfPartsThatAreNoMoreAreTheFirstSlices() {
        begin(2);
        String begin = end();
        SegmentId segment = store(40);
        for (String part : List.of("traces-0-of-2", "traces-1-of-2", "logs")) {
            boolean fails = part.equals("traces-1-of-2");
            commitPart(part, begin, fails ? List.of(failure(segment, 40, "odd")) : List.of(), List.of())
                    .statusCode(204);
        }
        lease(3);
        long id = idsOf("failed").get(0);
        given().header("Quipu-Tenant", tenant)
                .post(CONSUMER + "/failures/" + id + "/retry")
                .then()
                .statusCode(204);
        assertThat(retriedBy("traces-0-of-3")).containsExactly(id);
        assertThat(retriedBy("traces-1-of-3")).isEmpty();
        Map<String, Object> again = failure(segment, 40, "odd");
        again.put("part", "traces-1-of-2");
        commitPart("traces-0-of-3", end(), List.of(again), List.of(id)).statusCode(204);
        assertThat(given().get(CONSUMER + "/failures").jsonPath().getList("failures.part"))
                .containsExactly("traces-1-of-2");
        assertThat(ledger().getInt("identities.failed.odd")).isEqualTo(40);
    }

    @Test
    void whatAPartReadLastLeavesOutItsOwnFailures() {
        begin(2);
        String begin = end();
        SegmentId segment = store(40);
        commitPart("traces-1-of-2", begin, List.of(failure(segment, 40, "odd")), List.of())
                .statusCode(204);
        assertThat(lastIds("traces-1-of-2")).doesNotContain(segment.toString());
        assertThat(lastIds("traces-0-of-2")).contains(segment.toString());
        given().queryParam("upTo", end())
                .queryParam("part", "slice 1")
                .get("/v1/feed/end")
                .then()
                .statusCode(400);
    }

    private static List<String> lastIds(String part) {
        return given().queryParam("upTo", end())
                .queryParam("part", part)
                .get("/v1/feed/end")
                .jsonPath()
                .getList("segments.id");
    }

    @Test
    void saysWhatIsWrong() {
        SegmentId segment = store(4);
        commit(List.of(failure(segment, 5, "odd link")), List.of())
                .statusCode(400)
                .body("detail", containsString("expected at most 4"));
        given().post(CONSUMER + "/failures/999999/retry").then().statusCode(404);
        given().queryParam("state", "lost").get(CONSUMER + "/failures").then().statusCode(400);
    }
}
