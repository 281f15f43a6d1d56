package dev.quipu.collector.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quipu.access.TransportSecurity;
import dev.quipu.collector.CollectorConfig;
import dev.quipu.collector.Otlp;
import dev.quipu.collector.StorageStandIn;
import dev.quipu.collector.TestConfig;
import dev.quipu.collector.client.SegmentDelivery;
import dev.quipu.collector.client.StorageClient;
import dev.quipu.collector.client.StorageReachability;
import dev.quipu.collector.intake.IntakeThreads;
import dev.quipu.model.Signal;
import dev.quipu.model.segment.IntakeLimits;
import dev.quipu.model.segment.RecordBatch;
import dev.quipu.model.segment.RecordRequest;
import dev.quipu.model.segment.RequestKey;
import dev.quipu.model.segment.SegmentId;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A collector that comes back with a sealed spool brings nothing before it knows which keys are destroyed. */
class SealedSpoolReleaseIT {

    private static final Instant LONG_AGO = Instant.now().minus(Duration.ofHours(1));

    @TempDir
    Path temporary;

    private final StorageStandIn storage = new StorageStandIn(0);
    private final Vertx vertx = Vertx.vertx();
    private SpoolHome home;
    private KeyDestructionRefresh refresh;

    @BeforeEach
    void comeBack() throws Exception {
        Path key = Files.writeString(temporary.resolve("master.key"), "ab".repeat(32));
        Map<String, String> keys = Map.of(
                "quipu.storage.url",
                storage.url(),
                "quipu.storage.min-backoff",
                "10MS",
                "quipu.storage.max-backoff",
                "50MS",
                "quipu.collector.refresh",
                "50MS",
                "quipu.collector.spool.directory",
                temporary.resolve("spool").toString(),
                "quipu.encryption.master-key-file",
                key.toString());
        CollectorConfig config = TestConfig.collector(keys);
        CollectorConfig.Storage storageConfig = TestConfig.storage(keys);
        StorageReachability reachability = new StorageReachability(config, storageConfig);
        StorageClient client = new StorageClient(
                storageConfig, TestConfig.access(Map.of()), TransportSecurity.none(vertx), reachability);
        home = new SpoolHome(config, TestConfig.encryption(keys));
        append("shop", 1);
        append("other", 2);
        Spooling spooling = new Spooling(
                home,
                storageConfig,
                new SegmentDelivery(client),
                reachability,
                new IntakeThreads(config),
                new SimpleMeterRegistry());
        refresh = new KeyDestructionRefresh(vertx, client, home, spooling, config);
    }

    @AfterEach
    void stop() throws Exception {
        refresh.stop(new ShutdownEvent());
        vertx.close().toCompletionStage().toCompletableFuture().get();
        home.close();
        storage.close();
    }

    private void append(String tenant, long sequence) throws Exception {
        byte[] body = Otlp.of(List.of(Otlp.span().build())).toByteArray();
        RecordRequest request =
                new RecordRequest(RequestKey.ofBody(tenant, Signal.TRACES, body, body.length), body, body.length);
        long then = TimeUnit.MILLISECONDS.toNanos(LONG_AGO.toEpochMilli());
        home.spool()
                .orElseThrow()
                .append(RecordBatch.read(Signal.TRACES, List.of(request), IntakeLimits.DEFAULT)
                        .partitions(1, then)
                        .get(0)
                        .encode(new SegmentId(7, sequence), tenant, then, Set.of()))
                .toCompletionStage()
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);
    }

    private void askUnanswered() {
        storage.destroyedKeys().answerWith(503);
        refresh.start(new StartupEvent());
        await().until(() -> storage.destroyedKeys().otherwise() > 2);
        assertThat(storage.heads()).isEmpty();
    }

    @Test
    void bringsWhatIsLeftOnceStorageToldWhatIsDestroyed() {
        askUnanswered();
        storage.destroyedKeys()
                .set("shop", new JsonObject().put("at", Instant.now().toString()));
        storage.destroyedKeys().answerWith(200);
        await().until(() -> storage.heads().size() == 2);
        assertThat(storage.counted("erased")).isEqualTo(1);
        assertThat(storage.records()).isEqualTo(1);
    }

    @Test
    void bringsEverythingToAStorageThatKnowsNoKeys() {
        askUnanswered();
        storage.destroyedKeys().answerWith(404);
        await().until(() -> storage.records() == 2);
    }
}
