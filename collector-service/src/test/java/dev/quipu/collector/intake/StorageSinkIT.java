package dev.quipu.collector.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quipu.access.TransportSecurity;
import dev.quipu.collector.CollectorConfig;
import dev.quipu.collector.StorageStandIn;
import dev.quipu.collector.TestConfig;
import dev.quipu.collector.client.SegmentDelivery;
import dev.quipu.collector.client.StorageClient;
import dev.quipu.collector.client.StorageReachability;
import dev.quipu.model.segment.SegmentId;
import dev.quipu.model.segment.SegmentParcel;
import io.vertx.core.Vertx;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StorageSinkIT extends SegmentSinkContract {

    private final StorageStandIn storage = new StorageStandIn(0);
    private final Map<String, String> keys = Map.of(
            "quipu.storage.url", storage.url(),
            "quipu.storage.request-timeout", "500MS",
            "quipu.storage.min-backoff", "10MS",
            "quipu.storage.max-backoff", "50MS");
    private final Vertx vertx = Vertx.vertx();
    private final CollectorConfig config = TestConfig.collector(keys);
    private final CollectorConfig.Storage storageConfig = TestConfig.storage(keys);
    private final StorageReachability reachability = new StorageReachability(config, storageConfig);
    private final IntakeThreads threads = new IntakeThreads(config);
    private final StorageSink sink = new StorageSink(
            new SegmentDelivery(new StorageClient(
                    storageConfig, TestConfig.access(Map.of()), TransportSecurity.none(vertx), reachability)),
            threads,
            storageConfig);
    private final CountDownLatch released = new CountDownLatch(1);

    @AfterEach
    void stop() throws Exception {
        released.countDown();
        vertx.close().toCompletionStage().toCompletableFuture().get();
        threads.stop();
        storage.close();
    }

    @Override
    protected SegmentSink sink() {
        return sink;
    }

    @Override
    protected long kept(SegmentId id) {
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

    @Test
    void triesAgainWhenStorageDoesNotAnswerInTime() throws Exception {
        storage.meet(StorageStandIn.until(released));
        SegmentParcel segment = segment(request());
        assertThat(outcome(sink.write(segment)).kind()).isEqualTo(SinkOutcome.Kind.DURABLE);
        assertThat(storage.attempts()).hasSizeGreaterThan(1).containsOnly(segment.id());
    }

    @Test
    void bringsWhatStorageFindsWrongToItsQuarantine() throws Exception {
        storage.meet(StorageStandIn.status(400));
        SegmentParcel poison = segment(request());
        assertThat(outcome(sink.write(poison)).kind()).isEqualTo(SinkOutcome.Kind.DURABLE);
        assertThat(storage.quarantine()).extracting(SegmentParcel::id).containsExactly(poison.id());
        assertThat(storage.quarantine().get(0).framed()).isEqualTo(poison.framed());
        assertThat(storage.segments()).isEmpty();
    }

    @Test
    void givesUpOnlyWhatNotEvenTheQuarantineTakes() throws Exception {
        storage.quarantines(false);
        for (int status : new int[] {400, 413, 415, 422}) {
            storage.meet(StorageStandIn.status(status));
            assertThat(outcome(sink.write(segment(request()))).kind()).isEqualTo(SinkOutcome.Kind.UNACCEPTABLE);
        }
        for (int status : new int[] {401, 403, 404, 429, 500, 502, 503, 504}) {
            storage.meet(StorageStandIn.status(status));
            assertThat(outcome(sink.write(segment(request()))).kind()).isEqualTo(SinkOutcome.Kind.DURABLE);
        }
    }

    @Test
    void hearsOfStorageByItsTraffic() throws Exception {
        assertThat(reachability.recent()).isFalse();
        outcome(sink.write(segment(request())));
        assertThat(reachability.recent()).isTrue();
    }
}
