package dev.quipu.storage.compaction;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.is;

import dev.quipu.model.Span;
import dev.quipu.model.otlp.OtlpTraces;
import dev.quipu.model.segment.Segment;
import dev.quipu.storage.fixture.Concurrently;
import dev.quipu.storage.fixture.Frames;
import dev.quipu.storage.fixture.Merging;
import dev.quipu.storage.fixture.SpanFixture;
import dev.quipu.storage.fixture.Sql;
import dev.quipu.storage.fixture.Stored;
import dev.quipu.storage.fixture.TestDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongPredicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class CompactionIT {

    private static final Duration WAIT = Duration.ofSeconds(60);

    @Inject
    Compaction compaction;

    @Inject
    Merging merging;

    @Inject
    Sql sql;

    @Inject
    Pool pool;

    private static List<Span> spans(int count, long seed) {
        long now = Frames.nowUnixNano();
        long today = now - now % 86_400_000_000_000L;
        return new SpanFixture(seed).spans(count, Math.max(today, now - 1_000_000_000L), now);
    }

    private long segmentsOf(String tenant) {
        return sql.number("SELECT count(*) FROM segment WHERE tenant = $1", tenant);
    }

    @Test
    void keepsEveryRecordOnceWithItsAccount() {
        List<Span> spans = spans(3000, 31);
        Stored stored = Stored.inSegments(spans, 10, 1);
        merging.merge();
        assertThat(segmentsOf(stored.tenant())).isEqualTo(1);
        for (Span one : spans.subList(0, 10)) {
            byte[] body = given().header("Quipu-Tenant", stored.tenant())
                    .accept("application/x-protobuf")
                    .get("/v1/traces/" + one.traceId().hex())
                    .then()
                    .statusCode(200)
                    .extract()
                    .asByteArray();
            assertThat(OtlpTraces.read(body, body.length))
                    .containsExactlyInAnyOrderElementsOf(spans.stream()
                            .filter(span -> span.traceId().equals(one.traceId()))
                            .toList());
        }
        given().header("Quipu-Tenant", stored.tenant())
                .get("/v1/ledger")
                .then()
                .statusCode(200)
                .body("identities.holds", is(true))
                .body("identities.stored", is(3000))
                .body("identities.live", is(3000));
    }

    @Test
    void aSegmentThatStayedAloneLeavesTheFileOfTheCollectedToo() {
        Stored stored = Stored.inSegments(spans(50, 36), 1, 1);
        merging.merge();
        assertThat(sql.number(
                        "SELECT count(*) FROM segment WHERE level = 1 AND record_count = 50 AND tenant = $1",
                        stored.tenant()))
                .isEqualTo(1);
        given().header("Quipu-Tenant", stored.tenant())
                .get("/v1/ledger")
                .then()
                .statusCode(200)
                .body("identities.holds", is(true))
                .body("identities.live", is(50));
    }

    /** What a vacuum has to leave is fetched later: no other merge may ever come by. */
    @Test
    @DisabledIfSystemProperty(
            named = TestDatabase.CITUS,
            matches = ".*") // looks at the coordinator, which has none of it
    void spaceThatASnapshotHeldIsGivenBackOnceItEnds() {
        Stored.inSegments(spans(200, 35), 4, 1);
        SqlConnection reader = pool.getConnection().await().atMost(WAIT);
        reader.query("BEGIN ISOLATION LEVEL REPEATABLE READ").execute().await().atMost(WAIT);
        reader.query("SELECT count(*) FROM component").execute().await().atMost(WAIT);
        awaitCompactionUntil(dead -> dead > 0);

        reader.query("COMMIT").execute().await().atMost(WAIT);
        reader.close().await().atMost(WAIT);

        awaitCompactionUntil(dead -> dead == 0);
    }

    private void awaitCompactionUntil(LongPredicate isReached) {
        await().atMost(WAIT).pollInterval(Duration.ofSeconds(1)).until(() -> {
            compaction.compact().await().atMost(WAIT);
            return isReached.test(sql.number("""
                    SELECT coalesce(sum(n_dead_tup), 0)::bigint FROM pg_stat_all_tables WHERE relname LIKE $1""", "segment%fresh"));
        });
    }

    @Test
    void aMergedSegmentThatIsPostedAgainIsKnown() {
        String tenant = "t" + UUID.randomUUID();
        byte[] frame = Frames.of(tenant, spans(20, 32));
        Stored.post(tenant, spans(20, 33));
        given().contentType(Segment.MEDIA_TYPE)
                .body(frame)
                .post("/v1/segments")
                .then()
                .statusCode(201);
        merging.merge();
        assertThat(segmentsOf(tenant)).isEqualTo(1);
        given().contentType(Segment.MEDIA_TYPE)
                .body(frame)
                .post("/v1/segments")
                .then()
                .statusCode(200);
        assertThat(sql.number("SELECT sum(record_count) FROM segment WHERE tenant = $1", tenant))
                .isEqualTo(40);
    }

    @Test
    void readersSeeEveryRecordOnceWhileSegmentsAreMerged() {
        List<Span> spans = spans(600, 34);
        Stored stored = Stored.inSegments(spans, 2, 1);
        AtomicBoolean isDone = new AtomicBoolean();
        List<Integer> rounds = Concurrently.run(3, client -> {
            int done = 0;
            if (client == 0) {
                for (; done < 12; done++) {
                    Stored.post(
                            stored.tenant(),
                            List.of(new SpanFixture(1000 + done)
                                    .span(new SpanFixture(done).traceId(), 1_000_000_000L)));
                    Stored.post(
                            stored.tenant(),
                            spans(1, 2000 + done).stream()
                                    .map(CompactionIT::renamed)
                                    .toList());
                    compaction.compact().await().atMost(WAIT);
                }
                isDone.set(true);
                return done;
            }
            while (!isDone.get()) {
                List<String> ids = given().header("Quipu-Tenant", stored.tenant())
                        .queryParam("q", "name != \"other\"")
                        .queryParam("limit", 1000)
                        .get("/v1/spans")
                        .then()
                        .statusCode(200)
                        .extract()
                        .jsonPath()
                        .getList("spans.spanId");
                assertThat(ids).hasSize(600).doesNotHaveDuplicates();
                done++;
            }
            return done;
        });
        assertThat(rounds).allMatch(count -> count > 0);
    }

    private static Span renamed(Span span) {
        return new Span(
                span.resource(),
                span.scope(),
                span.traceId(),
                span.spanId(),
                span.parentSpanId(),
                span.traceState(),
                span.flags(),
                "other",
                span.kind(),
                span.startTimeUnixNano(),
                span.endTimeUnixNano(),
                span.attributes(),
                0,
                span.events(),
                0,
                span.links(),
                0,
                span.status());
    }
}
