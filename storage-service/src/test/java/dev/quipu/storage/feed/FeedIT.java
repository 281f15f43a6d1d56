package dev.quipu.storage.feed;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;

import dev.quipu.model.Span;
import dev.quipu.model.segment.Segment;
import dev.quipu.storage.fixture.Concurrently;
import dev.quipu.storage.fixture.Frames;
import dev.quipu.storage.fixture.Merging;
import dev.quipu.storage.fixture.SpanFixture;
import dev.quipu.storage.fixture.TestDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class FeedIT {

    private static final Duration WAIT = Duration.ofSeconds(30);

    @Inject
    Pool pool;

    @Inject
    Merging merging;

    private final String tenant = "t" + UUID.randomUUID();
    private final SpanFixture fixture = new SpanFixture(21);

    @AfterEach
    void removeConsumers() {
        List<String> names = given().get("/v1/feed/consumers").jsonPath().getList("consumers.name");
        names.forEach(
                name -> given().delete("/v1/feed/consumers/" + name).then().statusCode(204));
    }

    private String post(int spans) {
        List<Span> some = fixture.spans(spans, Frames.nowUnixNano(), Frames.nowUnixNano() + 1000);
        byte[] frame = Frames.of(tenant, some);
        given().contentType(Segment.MEDIA_TYPE)
                .body(frame)
                .post("/v1/segments")
                .then()
                .statusCode(201);
        return Segment.parse(frame).head().id().toString();
    }

    private static JsonPath read(String after, int limit) {
        return given().queryParam("after", after)
                .queryParam("limit", limit)
                .get("/v1/feed")
                .then()
                .statusCode(200)
                .extract()
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

    private static void commit(String consumer, String cursor, int status) {
        given().contentType("application/json")
                .body(Map.of("cursor", cursor))
                .put("/v1/feed/consumers/" + consumer)
                .then()
                .statusCode(status);
    }

    @Test
    void showsEverySegmentOnceInOrder() {
        String begin = end();
        List<String> posted = List.of(post(5), post(6), post(7));
        List<String> seen = new ArrayList<>();
        String cursor = begin;
        for (int i = 0; i < 4; i++) {
            JsonPath page = read(cursor, 1);
            seen.addAll(page.getList("segments.id"));
            cursor = page.getString("nextCursor");
        }
        assertThat(seen).isEqualTo(posted);
        assertThat(read(cursor, 10).getList("segments")).isEmpty();
    }

    @Test
    void waitsForATransactionThatIsStillRunning() {
        String begin = end();
        SqlConnection other = pool.getConnection().await().atMost(WAIT);
        try {
            other.query("BEGIN").execute().await().atMost(WAIT);
            other.query("SELECT pg_current_xact_id()").execute().await().atMost(WAIT);
            String later = post(5);
            JsonPath page = read(begin, 10);
            assertThat(page.getList("segments"))
                    .as("one before it could still commit")
                    .isEmpty();
            other.query("COMMIT").execute().await().atMost(WAIT);
            assertThat(read(page.getString("nextCursor"), 10).getList("segments.id"))
                    .containsExactly(later);
        } finally {
            other.close().await().atMost(WAIT);
        }
    }

    @Test
    void isCompleteWhileManyPostAtOnce() {
        String begin = end();
        AtomicBoolean isDone = new AtomicBoolean();
        Set<String> posted = new HashSet<>();
        List<String> seen = new ArrayList<>();
        List<List<String>> results = Concurrently.run(5, i -> {
            List<String> ids = new ArrayList<>();
            if (i < 4) {
                for (int n = 0; n < 15; n++) {
                    ids.add(new FeedPoster(tenant, 100 * i + n).post());
                }
                return ids;
            }
            String cursor = begin;
            while (ids.size() < 60 && !isDone.get()) {
                JsonPath page = read(cursor, 7);
                List<Map<String, String>> segments = page.getList("segments");
                segments.stream()
                        .filter(segment -> tenant.equals(segment.get("tenant")))
                        .forEach(segment -> ids.add(segment.get("id")));
                cursor = page.getString("nextCursor");
            }
            return ids;
        });
        results.subList(0, 4).forEach(posted::addAll);
        seen.addAll(results.get(4));
        assertThat(seen).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(posted);
    }

    private record FeedPoster(String tenant, long seed) {
        String post() {
            byte[] frame = Frames.of(
                    tenant, new SpanFixture(seed).spans(3, Frames.nowUnixNano(), Frames.nowUnixNano() + 1000));
            given().contentType(Segment.MEDIA_TYPE)
                    .body(frame)
                    .post("/v1/segments")
                    .then()
                    .statusCode(201);
            return Segment.parse(frame).head().id().toString();
        }
    }

    @Test
    void mergedSegmentsStandWhereTheirSourcesStood() {
        String begin = end();
        post(10);
        post(20);
        commit("reader", end(), 204);
        merging.merge();
        assertThat(read(end(), 10).getList("segments")).isEmpty();
        List<Map<String, Object>> segments = read(begin, 100).getList("segments");
        assertThat(segments.stream()
                        .filter(segment -> tenant.equals(segment.get("tenant")))
                        .toList())
                .singleElement()
                .satisfies(segment ->
                        assertThat(segment).containsEntry("records", 30).containsEntry("level", 1));
    }

    @Test
    void segmentsAreNotMergedAcrossAConsumersCursor() {
        String begin = end();
        post(10);
        commit("slow", end(), 204);
        post(20);
        post(30);
        merging.merge();
        List<Map<String, Object>> mine = mine(begin);
        assertThat(mine).extracting(segment -> segment.get("records")).containsExactly(10, 20, 30);
        commit("slow", end(), 204);
        merging.merge();
        assertThat(mine(begin)).extracting(segment -> segment.get("records")).containsExactly(10, 50);
    }

    private List<Map<String, Object>> mine(String after) {
        List<Map<String, Object>> segments = read(after, 1000).getList("segments");
        return segments.stream()
                .filter(segment -> tenant.equals(segment.get("tenant")))
                .toList();
    }

    @Test
    void aReaderIsToldWhenItsPlaceWasMergedAway() {
        String begin = end();
        post(10);
        String between = end();
        post(20);
        String before = end();
        assertThat(before).isNotEqualTo(between);
        merging.merge();
        given().queryParam("after", between)
                .get("/v1/feed")
                .then()
                .statusCode(410)
                .contentType(containsString("application/problem+json"));
        commit("lost", between, 409);
        commit("lost", begin, 204);
    }

    @Test
    void saysWhatIsWrong() {
        given().queryParam("after", "x").get("/v1/feed").then().statusCode(400);
        given().queryParam("signal", "smells").get("/v1/feed").then().statusCode(400);
        given().get("/v1/feed/consumers/nobody").then().statusCode(404);
        given().delete("/v1/feed/consumers/nobody").then().statusCode(404);
        given().contentType("application/json")
                .body("{}")
                .put("/v1/feed/consumers/x")
                .then()
                .statusCode(400);
        given().contentType("application/json")
                .body("{")
                .put("/v1/feed/consumers/x")
                .then()
                .statusCode(400);
    }
}
