package dev.quipu.collector.scrape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.quipu.collector.StorageStandIn;
import dev.quipu.model.MetricPoint;
import io.vertx.core.json.JsonObject;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two collectors that share a hundred targets by the leases of one storage. */
class SharedTargetsIT {

    private static final int TARGETS = 100;
    private static final long INTERVAL_MILLIS = 1000;
    /** Lease and renewal together are below the interval, so that a kill costs a target one slot at most. */
    private static final Map<String, String> QUICK_LEASES = Map.of("quipu.collector.scrape.lease", "600MS");

    private final StorageStandIn storage = new StorageStandIn(0);
    private final Map<String, List<Long>> fetches = new ConcurrentHashMap<>();
    private HttpServer pages;

    @BeforeEach
    void open() throws Exception {
        pages = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 200);
        pages.setExecutor(Executors.newFixedThreadPool(8));
        pages.createContext("/", exchange -> {
            fetches.computeIfAbsent(exchange.getRequestURI().getPath(), path -> new CopyOnWriteArrayList<>())
                    .add(System.currentTimeMillis());
            byte[] page = "a 1\n".getBytes();
            exchange.getResponseHeaders().add("Content-Type", "text/plain");
            exchange.sendResponseHeaders(200, page.length);
            exchange.getResponseBody().write(page);
            exchange.close();
        });
        pages.start();
        for (int i = 0; i < TARGETS; i++) {
            String url = "http://127.0.0.1:" + pages.getAddress().getPort() + "/" + i;
            storage.leases()
                    .store(new JsonObject()
                            .put("key", TargetKey.of("default", url, "job", "i" + i))
                            .put("tenant", "default")
                            .put("url", url)
                            .put("intervalMillis", INTERVAL_MILLIS)
                            .put("timeoutMillis", INTERVAL_MILLIS)
                            .put("job", "job")
                            .put("instance", "i" + i)
                            .put("labels", new JsonObject())
                            .put("honorLabels", false));
        }
    }

    @AfterEach
    void close() {
        pages.stop(0);
        storage.close();
    }

    @Test
    void whenOneIsKilledTheOtherTakesOverAndNoSlotIsFetchedTwice() {
        long killedMillis;
        try (TestScraper first = new TestScraper(storage, QUICK_LEASES)) {
            TestScraper second = new TestScraper(storage, QUICK_LEASES);
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> storage.leases().collectors().stream()
                                    .allMatch(collector -> storage.leases().leasesOf(collector) == TARGETS / 2)
                            && storage.leases().collectors().size() == 2);
            fetches.clear();
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> fetches.size() == TARGETS
                            && fetches.values().stream().allMatch(times -> times.size() >= 3));
            second.kill();
            killedMillis = System.currentTimeMillis();
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> fetches.values().stream()
                            .allMatch(times -> times.get(times.size() - 1) > killedMillis + 3 * INTERVAL_MILLIS));
        }
        fetches.forEach((path, times) -> {
            List<Long> gaps = new ArrayList<>();
            for (int i = 1; i < times.size(); i++) {
                gaps.add(times.get(i) - times.get(i - 1));
            }
            assertThat(gaps)
                    .as("pauses between fetches of %s", path)
                    .allMatch(gap -> gap > INTERVAL_MILLIS / 2)
                    .allMatch(gap -> gap < 2 * INTERVAL_MILLIS + INTERVAL_MILLIS / 2);
        });
        assertThat(storage.points().stream()
                        .filter(point -> point.metric().name().equals("a"))
                        .map(SharedTargetsIT::seriesAndTime))
                .doesNotHaveDuplicates();
        assertThat(storage.counted("duplicate")).isZero();
    }

    private static String seriesAndTime(MetricPoint point) {
        return point.resource().attributes() + " " + point.timeUnixNano();
    }
}
