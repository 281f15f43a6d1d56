package dev.quipu.storage.database;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quipu.model.segment.Segment;
import dev.quipu.storage.compaction.Compaction;
import dev.quipu.storage.fixture.Frames;
import dev.quipu.storage.fixture.SpanFixture;
import dev.quipu.storage.fixture.Sql;
import dev.quipu.storage.fixture.Superuser;
import dev.quipu.storage.fixture.TestDatabase;
import dev.quipu.storage.retention.Retention;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
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

/** Storing, merging and letting go, while their connections end at random moments: each record is counted once. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
@DisabledIfSystemProperty(named = TestDatabase.EXTERNAL_URL, matches = ".*")
class InterruptedUpkeepIT {

    private static final Duration WAIT = Duration.ofSeconds(60);
    private static final Duration CHAOS = Duration.ofSeconds(20);
    private static final long DAY_NANOS = 86_400_000_000_000L;
    private static final int SPANS = 25;

    @Inject
    Compaction compaction;

    @Inject
    Retention retention;

    @Inject
    Sql sql;

    private final String tenant = "t" + UUID.randomUUID();
    private final Random random = new Random(5);
    private final AtomicBoolean isOver = new AtomicBoolean();
    private final ExecutorService threads = Executors.newFixedThreadPool(3);

    @AfterEach
    void endThreads() {
        threads.shutdownNow();
    }

    private byte[] frame(int number) {
        long day = Frames.nowUnixNano() / DAY_NANOS - (number % 3 == 0 ? 20 + number % 2 : number % 3);
        long noon = day * DAY_NANOS + DAY_NANOS / 2;
        return Frames.of(tenant, new SpanFixture(number).spans(SPANS, noon, noon + 1000));
    }

    private static void postUntilStored(byte[] frame) {
        await().atMost(WAIT)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> given().contentType(Segment.MEDIA_TYPE)
                                .body(frame)
                                .post("/v1/segments")
                                .statusCode()
                        < 300);
    }

    private CompletableFuture<Integer> untilOver(Supplier<?> work) {
        return CompletableFuture.supplyAsync(
                () -> {
                    int failures = 0;
                    while (!isOver.get()) {
                        try {
                            work.get();
                        } catch (RuntimeException e) {
                            failures++;
                        }
                    }
                    return failures;
                },
                threads);
    }

    private int terminateAtRandom(Instant end) {
        int terminated = 0;
        try (Superuser superuser = new Superuser()) {
            while (Instant.now().isBefore(end)) {
                LockSupport.parkNanos(Duration.ofMillis(5 + random.nextInt(60)).toNanos());
                String which = random.nextBoolean()
                        ? "state <> 'idle' ORDER BY random() LIMIT 1"
                        : "true ORDER BY random() LIMIT 1";
                terminated += superuser.terminate(which);
            }
        }
        return terminated;
    }

    @Test
    void eachRecordIsThereOnce() {
        CompletableFuture<Integer> merging =
                untilOver(() -> compaction.compact().await().atMost(WAIT));
        CompletableFuture<Integer> lettingGo =
                untilOver(() -> retention.expire().await().atMost(WAIT));
        CompletableFuture<Integer> storing = CompletableFuture.supplyAsync(
                () -> {
                    int stored = 0;
                    while (!isOver.get()) {
                        postUntilStored(frame(stored++));
                    }
                    return stored;
                },
                threads);
        int terminated = terminateAtRandom(Instant.now().plus(CHAOS));
        isOver.set(true);
        int segments = storing.join();
        merging.join();
        lettingGo.join();
        assertThat(terminated).isGreaterThan(50);
        assertThat(segments).isGreaterThan(10);
        retention.expire().await().atMost(WAIT);
        compaction.compact().await().atMost(WAIT);
        JsonPath ledger = given().header("Quipu-Tenant", tenant)
                .queryParam("groupBy", "minute,component")
                .get("/v1/ledger")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        int expired = SPANS * ((segments + 2) / 3);
        assertThat(ledger.getInt("identities.stored")).isEqualTo(SPANS * segments);
        assertThat(ledger.getInt("identities.expired")).isEqualTo(expired);
        assertThat(ledger.getInt("identities.live")).isEqualTo(SPANS * segments - expired);
        assertThat(ledger.getList("identities.differences")).isEmpty();
        List<Boolean> holds = ledger.getList("lines.counts.holds");
        assertThat(holds).isNotEmpty().containsOnly(true);
        assertThat(sql.number("SELECT sum(record_count) FROM segment WHERE tenant = $1", tenant))
                .isEqualTo(SPANS * segments - expired);
        assertThat(sql.number("SELECT sum(records) FROM tombstone WHERE tenant = $1", tenant))
                .isEqualTo(expired);
    }
}
