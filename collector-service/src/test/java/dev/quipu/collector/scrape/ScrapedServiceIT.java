package dev.quipu.collector.scrape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quipu.collector.CollectorApplication;
import dev.quipu.collector.StorageStandIn;
import dev.quipu.model.segment.SegmentHead;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The running service, which fetches its own page when storage says so. */
@QuarkusTest
@QuarkusTestResource(CollectorApplication.class)
class ScrapedServiceIT {

    private static final String URL = "http://127.0.0.1:" + CollectorApplication.MANAGEMENT_PORT + "/q/metrics";

    private final StorageStandIn storage = CollectorApplication.Storage.STAND_IN;

    @AfterEach
    void forget() {
        String key = TargetKey.of("default", URL, "collector", "self");
        storage.leases().forget(key);
        await().atMost(Duration.ofSeconds(20))
                .until(() -> storage.leases().collectors().stream()
                        .allMatch(collector -> storage.leases().leasesOf(collector) == 0));
        storage.clear();
    }

    @Test
    void fetchesTheTargetsThatStorageKeeps() {
        String key = TargetKey.of("default", URL, "collector", "self");
        storage.leases()
                .store(new JsonObject()
                        .put("key", key)
                        .put("tenant", "default")
                        .put("url", URL)
                        .put("intervalMillis", 500)
                        .put("timeoutMillis", 500)
                        .put("job", "collector")
                        .put("instance", "self")
                        .put("labels", new JsonObject())
                        .put("honorLabels", false));

        await().atMost(Duration.ofSeconds(30))
                .until(() -> storage.leases().results().containsKey(key)
                        && storage.leases().results().get(key).getBoolean("up"));

        assertThat(storage.points())
                .anyMatch(point -> point.metric().name().equals("jvm_memory_used_bytes"))
                .anyMatch(point -> point.metric().name().equals("up"));
        assertThat(storage.heads())
                .flatExtracting(SegmentHead::components)
                .anyMatch(part -> part.component().name().equals("collector"));
    }
}
