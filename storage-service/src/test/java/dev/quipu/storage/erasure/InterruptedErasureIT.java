package dev.quipu.storage.erasure;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quipu.model.KeyValue;
import dev.quipu.model.Span;
import dev.quipu.model.segment.Segment;
import dev.quipu.storage.compaction.Compaction;
import dev.quipu.storage.fixture.Frames;
import dev.quipu.storage.fixture.SpanFixture;
import dev.quipu.storage.fixture.Sql;
import dev.quipu.storage.fixture.Superuser;
import dev.quipu.storage.fixture.TestDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

/** Erasing while others store and merge, and connections end at random moments: it goes on, and each record counts once. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
@DisabledIfSystemProperty(named = TestDatabase.EXTERNAL_URL, matches = ".*")
class InterruptedErasureIT {

    private static final Duration WAIT = Duration.ofSeconds(60);
    private static final Duration CHAOS = Duration.ofSeconds(15);
    private static final int SPANS = 25;
    private static final KeyValue ERASED = KeyValue.of("user.id", "u5");

    @Inject
    ErasureJob job;

    @Inject
    Compaction compaction;

    @Inject
    Sql sql;

    private final String tenant = "t" + UUID.randomUUID();
    private final Random random = new Random(5);
    private final AtomicBoolean isOver = new AtomicBoolean();
    private final ExecutorService threads = Executors.newFixedThreadPool(3);
    private final List<Span> stored = new ArrayList<>();

    @AfterEach
    void endThreads() {
        threads.shutdownNow();
    }

    private void storeOne(int number) {
        long now = Frames.nowUnixNano();
        List<Span> spans = new SpanFixture(number).spans(SPANS, now, now + 1000);
        byte[] frame = Frames.of(tenant, spans);
        await().atMost(WAIT)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> given().contentType(Segment.MEDIA_TYPE)
                                .body(frame)
                                .post("/v1/segments")
                                .statusCode()
                        < 300);
        stored.addAll(spans);
    }

    private CompletableFuture<Void> untilOver(Supplier<?> work) {
        return CompletableFuture.runAsync(
                () -> {
                    while (!isOver.get()) {
                        try {
                            work.get();
                        } catch (RuntimeException e) {
                            // Its connection ended: the next attempt goes on.
                        }
                    }
                },
                threads);
    }

    private void terminateAtRandom(Instant end) {
        try (Superuser superuser = new Superuser()) {
            while (Instant.now().isBefore(end)) {
                LockSupport.parkNanos(
                        Duration.ofMillis(20 + random.nextInt(150)).toNanos());
                superuser.terminate("state <> 'idle' ORDER BY random() LIMIT 1");
            }
        }
    }

    @Test
    void itGoesOnAndEachRecordCountsOnce() {
        for (int i = 0; i < 10; i++) {
            storeOne(i);
        }
        String id = given().header("Quipu-Tenant", tenant)
                .contentType(ContentType.JSON)
                .body("{\"reason\":\"r\",\"attribute\":{\"key\":\"user.id\",\"value\":\"u5\"}}")
                .post("/v1/erasures")
                .then()
                .statusCode(202)
                .extract()
                .path("id");
        // All that is stored was collected before, whenever it comes.
        sql.run("UPDATE erasure SET requested_at = now() + interval '1 hour' WHERE id = '" + id + "'");
        CompletableFuture<Void> erasing = untilOver(() -> job.run().await().atMost(WAIT));
        CompletableFuture<Void> merging =
                untilOver(() -> compaction.compact().await().atMost(WAIT));
        CompletableFuture<Void> storing = CompletableFuture.runAsync(
                () -> {
                    for (int i = 10; !isOver.get(); i++) {
                        storeOne(i);
                    }
                },
                threads);
        terminateAtRandom(Instant.now().plus(CHAOS));
        isOver.set(true);
        CompletableFuture.allOf(erasing, merging, storing).join();
        sql.run("UPDATE erasure SET next_attempt = now(); UPDATE erasure_lease SET expires_at = '-infinity'");
        await().atMost(WAIT).until(() -> {
            job.run().await().atMost(WAIT);
            return "done".equals(get("/v1/erasures/" + id).getString("state"));
        });
        job.run().await().atMost(WAIT);
        requireTrue(id);
    }

    private void requireTrue(String id) {
        long wanted = stored.stream()
                .filter(span -> span.attributes().contains(ERASED))
                .count();
        JsonPath ledger = get("/v1/ledger?groupBy=minute,component");
        assertThat(wanted).isPositive();
        assertThat(ledger.getLong("identities.stored")).isEqualTo(stored.size());
        assertThat(ledger.getLong("identities.erased")).isEqualTo(wanted);
        assertThat(ledger.getList("identities.differences")).isEmpty();
        assertThat(ledger.getList("lines.counts.holds", Boolean.class)).containsOnly(true);
        assertThat(sql.number("SELECT sum(record_count) FROM segment WHERE tenant = $1", tenant))
                .isEqualTo(stored.size() - wanted);
        assertThat(get("/v1/erasures/" + id).getLong("recordsErased")).isEqualTo(wanted);
    }

    private JsonPath get(String path) {
        return given().header("Quipu-Tenant", tenant)
                .get(path)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }
}
