package dev.quipu.storage.feed;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quipu.model.segment.Segment;
import dev.quipu.model.segment.SegmentId;
import dev.quipu.storage.fixture.Frames;
import dev.quipu.storage.fixture.SpanFixture;
import dev.quipu.storage.fixture.Sql;
import dev.quipu.storage.fixture.TestDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How far consumers of the feed are behind. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class BacklogIT {

    private static final String CONSUMERS = "/v1/feed/consumers";
    private static final String ANALYSIS = CONSUMERS + "/analysis";
    private static final double HOUR_SECONDS = 3600;
    private static final int QUESTIONS = 20;

    /** Answers are kept for some seconds. */
    private static final Duration PATIENCE = Backlogs.TIME.multipliedBy(10);

    @Inject
    Sql sql;

    private final String tenant = "t" + UUID.randomUUID();
    private final SpanFixture fixture = new SpanFixture(91);

    @BeforeEach
    @AfterEach
    void removeTheConsumers() {
        given().delete(ANALYSIS);
        given().delete(CONSUMERS + "/reader");
        sql.run("DELETE FROM feed_part; DELETE FROM feed_lease; DELETE FROM feed_replica");
    }

    private SegmentId store(int spans) {
        SegmentId id = Frames.newId();
        given().contentType(Segment.MEDIA_TYPE)
                .body(Frames.of(
                        id,
                        tenant,
                        List.of(Frames.request(
                                tenant, fixture.spans(spans, Frames.nowUnixNano(), Frames.nowUnixNano() + 1000)))))
                .post("/v1/segments")
                .then()
                .statusCode(201);
        return id;
    }

    private SegmentId storeAnHourAgo(int spans) {
        SegmentId id = store(spans);
        sql.run("UPDATE segment SET committed_at = timestamptz '"
                + Instant.now().minusSeconds((long) HOUR_SECONDS) + "' WHERE id = '" + id.toUuid() + "'");
        return id;
    }

    private static String end() {
        String cursor = "0";
        while (true) {
            JsonPath page = given().queryParam("after", cursor)
                    .queryParam("limit", 1000)
                    .get("/v1/feed")
                    .jsonPath();
            cursor = page.getString("nextCursor");
            if (page.getList("segments").isEmpty()) {
                return cursor;
            }
        }
    }

    private static void put(String path, Map<String, ?> commit) {
        given().contentType("application/json").body(commit).put(path).then().statusCode(204);
    }

    private static void assertBacklog(String consumer, long records, double leastLag, double mostLag) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            JsonPath answer = given().get(CONSUMERS + "/" + consumer).jsonPath();
            assertThat(answer.getLong("pendingRecords")).isEqualTo(records);
            assertThat(answer.getDouble("lagSeconds")).isBetween(leastLag, mostLag);
        });
    }

    /** What the ledgers of all tenants call pending. */
    private long pendingByTheLedger() {
        List<String> tenants = given().get("/v1/feed").jsonPath().getList("segments.tenant");
        return Stream.concat(tenants.stream(), Stream.of(tenant))
                .distinct()
                .mapToLong(one -> given().header("Quipu-Tenant", one)
                        .get("/v1/ledger")
                        .jsonPath()
                        .getLong("identities.pending"))
                .sum();
    }

    @Test
    void countsWhatIsNotPassedSinceTheOldestOfIt() {
        put(CONSUMERS + "/reader", Map.of("cursor", end()));
        assertBacklog("reader", 0, 0, 0);
        storeAnHourAgo(30);
        String middle = end();
        store(12);
        assertBacklog("reader", 42, HOUR_SECONDS, HOUR_SECONDS + 60);
        put(CONSUMERS + "/reader", Map.of("cursor", middle));
        assertBacklog("reader", 12, 0, 60);
        put(CONSUMERS + "/reader", Map.of("cursor", end()));
        assertBacklog("reader", 0, 0, 0);
    }

    @Test
    void everyConsumerIsListedWithItsOwn() {
        put(ANALYSIS, Map.of("cursor", end()));
        store(7);
        put(CONSUMERS + "/reader", Map.of("cursor", end()));
        await().atMost(PATIENCE).untilAsserted(() -> {
            JsonPath list = given().get(CONSUMERS).jsonPath();
            assertThat(list.getInt("consumers.find { it.name == 'analysis' }.pendingRecords"))
                    .isEqualTo(7);
            assertThat(list.getInt("consumers.find { it.name == 'reader' }.pendingRecords"))
                    .isZero();
        });
    }

    @Test
    void theSlowestPartCounts() {
        String begin = end();
        put(ANALYSIS, Map.of("cursor", begin));
        given().contentType("application/json")
                .body(Map.of("owner", "a", "slices", 2, "seconds", 60))
                .post(ANALYSIS + "/leases")
                .then()
                .statusCode(200);
        storeAnHourAgo(20);
        store(5);
        String last = end();
        put(ANALYSIS + "/parts/traces-0-of-2", Map.of("after", begin, "cursor", last));
        put(ANALYSIS + "/parts/logs", Map.of("after", begin, "cursor", last));
        assertBacklog("analysis", 25, HOUR_SECONDS, HOUR_SECONDS + 60);
        put(ANALYSIS + "/parts/traces-1-of-2", Map.of("after", begin, "cursor", last));
        assertBacklog("analysis", 0, 0, 0);
    }

    @Test
    void agreesWithTheLedgerOnWhatFailed() {
        String begin = end();
        put(ANALYSIS, Map.of("cursor", begin));
        given().contentType("application/json")
                .body(Map.of("owner", "a", "slices", 1, "seconds", 60))
                .post(ANALYSIS + "/leases")
                .then()
                .statusCode(200);
        SegmentId segment = store(40);
        String last = end();
        Map<String, ?> failure = Map.of("segmentId", segment.toString(), "records", 5, "reason", "odd link");
        put(ANALYSIS + "/parts/traces-0-of-1", Map.of("after", begin, "cursor", last, "failures", List.of(failure)));
        assertBacklog("analysis", 35, 0, 60);
        assertThat(pendingByTheLedger()).isEqualTo(35);
        put(ANALYSIS + "/parts/logs", Map.of("after", begin, "cursor", last));
        assertBacklog("analysis", 0, 0, 0);
        long id = given().get(ANALYSIS + "/failures").jsonPath().getLong("failures[0].id");
        given().header("Quipu-Tenant", tenant)
                .post(ANALYSIS + "/failures/" + id + "/retry")
                .then()
                .statusCode(204);
        assertBacklog("analysis", 5, 0, 0);
        assertThat(pendingByTheLedger()).isEqualTo(5);
    }

    /** Rows as they are, of which 50,000 are not passed. */
    private void storeRows(int count) {
        SegmentId one = store(3);
        sql.run("""
                INSERT INTO segment
                SELECT (jsonb_populate_record(s, jsonb_build_object('id', gen_random_uuid()))).*
                FROM segment s, generate_series(1, %d) WHERE s.id = '%s'
                """.formatted(count, one.toUuid()));
    }

    @Test
    void aQuestionCostsLittleHoweverMuchIsAhead() {
        put(CONSUMERS + "/reader", Map.of("cursor", "0"));
        storeRows(50_000);
        try {
            long begin = System.nanoTime();
            for (int i = 0; i < QUESTIONS; i++) {
                given().get(CONSUMERS).then().statusCode(200);
            }
            assertThat(Duration.ofNanos(System.nanoTime() - begin).dividedBy(QUESTIONS))
                    .isLessThan(Duration.ofMillis(100));
        } finally {
            sql.run("DELETE FROM segment WHERE tenant = '" + tenant + "'");
        }
    }
}
