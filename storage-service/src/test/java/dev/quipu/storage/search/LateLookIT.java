package dev.quipu.storage.search;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.quipu.model.Signal;
import dev.quipu.model.query.RecordFilter;
import dev.quipu.model.segment.Segment;
import dev.quipu.model.segment.SpanRows;
import dev.quipu.model.segment.SpanSummary;
import dev.quipu.storage.StorageConfig;
import dev.quipu.storage.database.Transactions;
import dev.quipu.storage.fixture.Frames;
import dev.quipu.storage.fixture.SpanFixture;
import dev.quipu.storage.fixture.Sql;
import dev.quipu.storage.fixture.TestDatabase;
import dev.quipu.storage.load.Overloaded;
import dev.quipu.storage.load.Workers;
import dev.quipu.storage.quota.QueryCost;
import dev.quipu.storage.segments.SegmentColumns;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Followers whose looks may take a second, and how many there may be. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class LateLookIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int RECORDS = 7;

    @Inject
    QueryCost cost;

    @Inject
    Transactions transactions;

    @Inject
    SegmentColumns columns;

    @Inject
    Workers workers;

    @Inject
    RowSearch search;

    @Inject
    Pool pool;

    @Inject
    Sql sql;

    private final String tenant = "t" + UUID.randomUUID();

    private Tail tail;

    @BeforeEach
    void makeATail() {
        StorageConfig config = new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addDiscoveredConverters()
                .withConverter(MemorySize.class, 200, new MemorySizeConverter())
                .withConverter(Duration.class, 200, new DurationConverter())
                .withDefaultValue("user.home", "/home/ada")
                .withDefaultValue("quipu.storage.search.timeout", "1s")
                .withMapping(StorageConfig.class)
                .build()
                .getConfigMapping(StorageConfig.class);
        tail = new Tail(new QueryRun(transactions, cost, config, new SimpleMeterRegistry()), columns, workers, search);
    }

    private TailQuery<SpanRows, SpanSummary> everything(Optional<TailPosition> after) {
        return new TailQuery<>(
                tenant, RecordFilter.parse(Signal.TRACES, ""), SpanOrder.NEWEST, Selections.SPANS, after);
    }

    private AssertSubscriber<TailEvent<SpanSummary>> follow(Optional<TailPosition> after) {
        return tail.follow(everything(after)).subscribe().withSubscriber(AssertSubscriber.create(Long.MAX_VALUE));
    }

    private AssertSubscriber<TailEvent<SpanSummary>> follow() {
        return follow(Optional.empty());
    }

    private static long events(AssertSubscriber<TailEvent<SpanSummary>> follower, TailEvent.Kind kind) {
        return List.copyOf(follower.getItems()).stream()
                .filter(event -> event.kind() == kind)
                .count();
    }

    private void store() {
        given().contentType(Segment.MEDIA_TYPE)
                .body(Frames.of(
                        tenant,
                        new SpanFixture(17).spans(RECORDS, Frames.nowUnixNano(), Frames.nowUnixNano() + 1_000_000)))
                .post("/v1/segments")
                .then()
                .statusCode(201);
    }

    /** Follows what is stored already, and can be looked at after that time only. */
    private AssertSubscriber<TailEvent<SpanSummary>> followBehindALock(double seconds) {
        Optional<TailPosition> begin = Optional.of(new TailPosition(sql.number("SELECT settled_below_xid()")));
        store();
        return pool.withTransaction(connection -> connection
                        .query("LOCK TABLE segment IN ACCESS EXCLUSIVE MODE")
                        .execute()
                        .map(locked -> follow(begin))
                        .call(() -> connection
                                .query("SELECT pg_sleep(" + seconds + ")")
                                .execute()))
                .await()
                .atMost(PATIENCE);
    }

    @Test
    void looksAgainAtWhatTookTooLong() {
        AssertSubscriber<TailEvent<SpanSummary>> follower = followBehindALock(1.8);
        await().atMost(PATIENCE).until(() -> events(follower, TailEvent.Kind.FOUND) == RECORDS);
        assertThat(events(follower, TailEvent.Kind.MISSED)).isZero();
        follower.cancel();
    }

    @Test
    void goesOnWithoutWhatTookTooLongAgainAndAgain() {
        AssertSubscriber<TailEvent<SpanSummary>> follower = followBehindALock(9);
        assertThat(events(follower, TailEvent.Kind.MISSED)).isPositive();
        store();
        await().atMost(PATIENCE).until(() -> events(follower, TailEvent.Kind.FOUND) == RECORDS);
        follower.cancel();
    }

    @Test
    void whoNeverListensIsNoFollower() {
        for (int i = 0; i <= Tail.MAX_FOLLOWERS; i++) {
            tail.follow(everything(Optional.empty()));
        }
        follow().assertNotTerminated().cancel();
    }

    @Test
    void turnsThoseAwayThatAreTooMany() {
        var late = tail.follow(everything(Optional.empty()));
        List<AssertSubscriber<TailEvent<SpanSummary>>> followers = new ArrayList<>();
        for (int i = 0; i < Tail.MAX_FOLLOWERS; i++) {
            followers.add(follow());
        }
        assertThatThrownBy(() -> follow()).isInstanceOf(Overloaded.class);
        late.subscribe()
                .withSubscriber(AssertSubscriber.create(1))
                .awaitFailure()
                .assertFailedWith(Overloaded.class, "followers: 50 follow already");
        followers.forEach(AssertSubscriber::cancel);
        follow().assertNotTerminated().cancel();
    }
}
