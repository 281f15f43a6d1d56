package dev.quipu.collector.scrape;

import dev.quipu.collector.CollectorConfig;
import dev.quipu.collector.StorageStandIn;
import dev.quipu.collector.TestConfig;
import dev.quipu.collector.intake.TestIntake;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** A scraper with real everything behind it, put together by hand so that a test can set any key and kill it. */
final class TestScraper implements AutoCloseable {

    private static final long TICK_MILLIS = 50;

    private final Vertx vertx = Vertx.vertx();
    private final TestIntake intake;
    private final ScheduledExecutorService ticks = Executors.newScheduledThreadPool(2);
    final Scraper scraper;
    final SimpleMeterRegistry metrics = new SimpleMeterRegistry();

    TestScraper(StorageStandIn storage, Map<String, String> keys) {
        this(storage, keys, Optional.empty());
    }

    TestScraper(StorageStandIn storage, Map<String, String> keys, Optional<KubernetesClient> kubernetes) {
        Map<String, String> set = new HashMap<>(keys);
        set.put("quipu.storage.url", storage.url());
        set.putIfAbsent("quipu.collector.scrape.lease", "600MS");
        set.putIfAbsent("quipu.collector.scrape.interval", "200MS");
        set.putIfAbsent("quipu.collector.segments.linger", "5MS");
        set.putIfAbsent("quipu.collector.refresh", "20MS");
        CollectorConfig config = TestConfig.collector(set);
        intake = new TestIntake(vertx, config, TestConfig.storage(set), metrics);
        scraper = new Scraper(vertx, config, intake.storage, intake.admission, intake.intake, metrics, kubernetes);
        ticks.scheduleWithFixedDelay(scraper::discover, 0, TICK_MILLIS, TimeUnit.MILLISECONDS);
        ticks.scheduleAtFixedRate(scraper::renew, 0, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    long bytesInFlight() {
        return intake.admission.bytesInFlight();
    }

    double counted(String meter, String tag, String value) {
        var counter = metrics.find(meter).tag(tag, value).counter();
        return counter == null ? 0 : counter.count();
    }

    /** Ends at once, without a word to anyone. */
    void kill() {
        ticks.shutdownNow();
        scraper.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
        intake.close();
    }

    @Override
    public void close() {
        kill();
    }
}
