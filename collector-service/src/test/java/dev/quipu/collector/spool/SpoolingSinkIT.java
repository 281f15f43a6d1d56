package dev.quipu.collector.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quipu.access.TransportSecurity;
import dev.quipu.collector.CollectorConfig;
import dev.quipu.collector.StorageStandIn;
import dev.quipu.collector.TestConfig;
import dev.quipu.collector.client.SegmentDelivery;
import dev.quipu.collector.client.StorageClient;
import dev.quipu.collector.client.StorageReachability;
import dev.quipu.collector.intake.IntakeThreads;
import dev.quipu.collector.intake.SegmentSink;
import dev.quipu.collector.intake.SegmentSinkContract;
import dev.quipu.collector.intake.SinkOutcome;
import dev.quipu.model.segment.RecordRequest;
import dev.quipu.model.segment.SegmentId;
import dev.quipu.model.segment.SegmentParcel;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A sink with a spool on a real disk keeps the laws, and its spool drains. */
class SpoolingSinkIT extends SegmentSinkContract {

    @TempDir
    Path directory;

    private final StorageStandIn storage = new StorageStandIn(0);
    private final Vertx vertx = Vertx.vertx();
    private final CountDownLatch released = new CountDownLatch(1);
    private IntakeThreads threads;
    private SpoolHome home;
    private Spooling spooling;

    @BeforeEach
    void start() {
        Map<String, String> keys = Map.of(
                "quipu.storage.url", storage.url(),
                "quipu.storage.request-timeout", "500MS",
                "quipu.storage.min-backoff", "10MS",
                "quipu.storage.max-backoff", "50MS",
                "quipu.collector.spool.directory", directory.toString(),
                "quipu.collector.spool.max-bytes", "20000",
                "quipu.collector.spool.patience", "200MS");
        CollectorConfig config = TestConfig.collector(keys);
        CollectorConfig.Storage storageConfig = TestConfig.storage(keys);
        StorageReachability reachability = new StorageReachability(config, storageConfig);
        threads = new IntakeThreads(config);
        home = new SpoolHome(config, TestConfig.encryption(keys));
        spooling = new Spooling(
                home,
                storageConfig,
                new SegmentDelivery(new StorageClient(
                        storageConfig, TestConfig.access(Map.of()), TransportSecurity.none(vertx), reachability)),
                reachability,
                threads,
                new SimpleMeterRegistry());
    }

    @AfterEach
    void stop() throws Exception {
        released.countDown();
        vertx.close().toCompletionStage().toCompletableFuture().get();
        home.close();
        storage.close();
    }

    @Override
    protected SegmentSink sink() {
        return spooling.sink();
    }

    @Override
    protected long kept(SegmentId id) {
        awaitDrained();
        return storage.heads().stream().filter(head -> head.id().equals(id)).count();
    }

    @Override
    protected void failNextAttempts(int count) {
        for (int i = 0; i < count; i++) {
            storage.meet(StorageStandIn.status(503));
        }
    }

    @Override
    protected void hang() {
        for (int i = 0; i < 100; i++) {
            storage.meet(StorageStandIn.until(released));
        }
    }

    private void awaitDrained() {
        await().until(() -> held() == 0);
    }

    private long held() {
        return spooling.state().orElseThrow().holdings().stream()
                .mapToLong(Holding::segments)
                .sum();
    }

    private SinkOutcome.Kind write(SegmentParcel segment) throws Exception {
        return outcome(sink().write(segment)).kind();
    }

    @Test
    void acknowledgesWhileStorageIsAwayAndBringsItAllOnceItIsBack() throws Exception {
        storage.away(true);
        List<SegmentParcel> segments = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            segments.add(segment(request()));
            assertThat(write(segments.get(i))).isEqualTo(SinkOutcome.Kind.DURABLE);
        }
        assertThat(held()).isEqualTo(10);
        assertThat(storage.segments()).isEmpty();
        storage.away(false);
        awaitDrained();
        assertThat(storage.heads())
                .extracting(head -> head.id())
                .containsExactlyInAnyOrderElementsOf(
                        segments.stream().map(SegmentParcel::id).toList());
    }

    @Test
    void spoolsWhatStorageDoesNotAnswerSoonAndStoresItOnce() throws Exception {
        storage.meet(StorageStandIn.until(released));
        SegmentParcel segment = segment(request());
        assertThat(write(segment)).isEqualTo(SinkOutcome.Kind.DURABLE);
        released.countDown();
        assertThat(kept(segment.id())).isEqualTo(1);
        assertThat(storage.attempts()).hasSizeGreaterThan(1).containsOnly(segment.id());
    }

    @Test
    void leavesOutOfASpooledSegmentWhatIsStoredElsewhereMeanwhile() throws Exception {
        RecordRequest retried = request();
        RecordRequest other = request();
        storage.away(true);
        SegmentParcel mixed = segment(retried, other);
        assertThat(write(mixed)).isEqualTo(SinkOutcome.Kind.DURABLE);
        assertThat(write(segment(retried))).isEqualTo(SinkOutcome.Kind.DURABLE);
        storage.away(false);
        awaitDrained();
        assertThat(storage.records()).isEqualTo(6);
        assertThat(storage.counted("duplicate")).isEqualTo(3);
    }

    @Test
    void bringsASpooledSegmentThatStorageFindsWrongToItsQuarantineAndThoseBehindItToStorage() throws Exception {
        storage.away(true);
        SegmentParcel poison = segment(request());
        SegmentParcel good = segment(request());
        write(poison);
        write(good);
        storage.poison(poison.id(), 400);
        storage.away(false);
        awaitDrained();
        assertThat(storage.quarantine()).extracting(SegmentParcel::id).containsExactly(poison.id());
        assertThat(storage.heads()).extracting(head -> head.id()).containsExactly(good.id());
    }

    @Test
    void bringsASpooledSegmentThatStorageFailsAtForEverToItsQuarantineWhileOthersArrive() throws Exception {
        storage.away(true);
        SegmentParcel poison = segment(request());
        SegmentParcel good = segment(request());
        write(poison);
        write(good);
        storage.poison(poison.id(), 503);
        storage.away(false);
        await().until(() -> storage.heads().stream().anyMatch(head -> head.id().equals(good.id())));
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            write(segment(request()));
            return held() == 0;
        });
        assertThat(storage.quarantine()).extracting(SegmentParcel::id).contains(poison.id());
    }

    @Test
    void bringsWhatIsLeftOfADamagedSegmentToTheQuarantineAndThoseBehindItToStorage() throws Exception {
        storage.away(true);
        SegmentParcel damaged = segment(request());
        SegmentParcel good = segment(request());
        write(damaged);
        write(good);
        home.close();
        Path file;
        try (Stream<Path> files = Files.list(directory)) {
            file = files.filter(path -> path.toString().endsWith(SpoolFile.SUFFIX))
                    .findFirst()
                    .orElseThrow();
        }
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.seek(SpoolFrame.BYTES + damaged.toBytes().length - 1);
            int last = bytes.read();
            bytes.seek(SpoolFrame.BYTES + damaged.toBytes().length - 1);
            bytes.write(last ^ 1);
        }
        start();
        storage.away(false);
        awaitDrained();
        assertThat(storage.quarantine()).extracting(SegmentParcel::id).containsExactly(damaged.id());
        assertThat(storage.heads()).extracting(head -> head.id()).containsExactly(good.id());
        assertThat(spooling.state().orElseThrow().damaged()).isEqualTo(1);
    }

    @Test
    void refusesWhenStorageIsAwayAndTheSpoolIsFullAndTakesMoreOnceItHasDrained() throws Exception {
        storage.away(true);
        int taken = 0;
        while (write(segment(request())) == SinkOutcome.Kind.DURABLE) {
            taken++;
        }
        assertThat(write(segment(request()))).isEqualTo(SinkOutcome.Kind.REFUSED);
        assertThat(taken).isGreaterThan(3);
        storage.away(false);
        awaitDrained();
        assertThat(storage.segments()).hasSize(taken);
        assertThat(write(segment(request()))).isEqualTo(SinkOutcome.Kind.DURABLE);
    }

    @Test
    void neverSendsMoreAtOnceThanStorageTakes() throws Exception {
        storage.away(true);
        for (int i = 0; i < 10; i++) {
            write(segment(request()));
        }
        int attempts = storage.attempts().size();
        await().pollDelay(Duration.ofMillis(500)).until(() -> true);
        assertThat(storage.attempts().size() - attempts)
                .as("one at a time, at least half of 50 ms apart")
                .isLessThanOrEqualTo(22);
        storage.away(false);
        awaitDrained();
    }
}
