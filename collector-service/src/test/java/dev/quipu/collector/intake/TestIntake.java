package dev.quipu.collector.intake;

import dev.quipu.access.TransportSecurity;
import dev.quipu.collector.CollectorConfig;
import dev.quipu.collector.TestConfig;
import dev.quipu.collector.client.SegmentDelivery;
import dev.quipu.collector.client.StorageClient;
import dev.quipu.collector.client.StorageReachability;
import dev.quipu.collector.quota.QuotaMeter;
import dev.quipu.collector.quota.QuotaRefresh;
import dev.quipu.collector.quota.Quotas;
import dev.quipu.collector.redaction.RedactionMeter;
import dev.quipu.collector.redaction.RedactionPlans;
import dev.quipu.collector.redaction.RuleRefresh;
import dev.quipu.collector.spool.SpoolErasureRefresh;
import dev.quipu.collector.spool.SpoolHome;
import dev.quipu.collector.spool.Spooling;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import java.util.Map;

/** The intake over a storage client, put together by hand. */
public final class TestIntake implements AutoCloseable {

    private static final CollectorConfig.Redaction UNREDACTED =
            TestConfig.redaction(Map.of("quipu.redaction.enabled", "false"));

    public final StorageClient storage;
    public final Admission admission;
    public final IntakeThreads threads;
    private final SpoolHome home;
    public final Spooling spooling;
    public final Intake intake;
    public final RedactionPlans plans;
    public final Quotas quotas = new Quotas();
    private final RuleRefresh refresh;
    private final QuotaRefresh quotaRefresh;
    private final SpoolErasureRefresh erasureRefresh;

    /** Whose records are stored as they come. */
    public TestIntake(
            Vertx vertx, CollectorConfig config, CollectorConfig.Storage storageConfig, MeterRegistry metrics) {
        this(vertx, config, storageConfig, UNREDACTED, metrics);
    }

    public TestIntake(
            Vertx vertx,
            CollectorConfig config,
            CollectorConfig.Storage storageConfig,
            CollectorConfig.Redaction redaction,
            MeterRegistry metrics) {
        StorageReachability reachability = new StorageReachability(config, storageConfig);
        storage = new StorageClient(
                storageConfig, TestConfig.access(Map.of()), TransportSecurity.none(vertx), reachability);
        admission = new Admission(config);
        threads = new IntakeThreads(config);
        UnstoredRecords unstored = new UnstoredRecords(storage, threads);
        unstored.start(new StartupEvent());
        RecordAccount account = new RecordAccount(metrics, admission, unstored);
        home = new SpoolHome(config, TestConfig.encryption(Map.of()));
        spooling = new Spooling(home, storageConfig, new SegmentDelivery(storage), reachability, threads, metrics);
        plans = new RedactionPlans(config, redaction);
        RedactionMeter meter = new RedactionMeter(metrics);
        intake = new Intake(
                config,
                threads,
                new Flights(config, threads, spooling.sink(), account, quotas),
                new RequestRedaction(plans, meter),
                quotas);
        refresh = new RuleRefresh(vertx, storage, plans, meter, redaction);
        refresh.start(new StartupEvent());
        quotaRefresh = new QuotaRefresh(vertx, storage, quotas, new QuotaMeter(quotas, metrics), config);
        quotaRefresh.start(new StartupEvent());
        erasureRefresh = new SpoolErasureRefresh(vertx, storage, home, config);
        erasureRefresh.start(new StartupEvent());
    }

    public int heldRequests() {
        return intake.heldRequests();
    }

    @Override
    public void close() {
        refresh.stop(new ShutdownEvent());
        quotaRefresh.stop(new ShutdownEvent());
        erasureRefresh.stop(new ShutdownEvent());
        threads.stop();
        home.close();
    }
}
