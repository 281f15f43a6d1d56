package dev.quipu.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Two collectors share a hundred targets and one is killed: no target goes without a fetch for more than two intervals, and none
 * is fetched twice in one.
 */
class SharedScrapeIT {

    private static final int TARGETS = 100;
    private static final long INTERVAL_MILLIS = 5_000;

    /** A fetch that fell out leaves exactly two intervals; this is for what a busy machine adds. */
    private static final long LATE_MILLIS = 500;

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final ScrapedPages pages = new ScrapedPages(TARGETS);

    @AfterEach
    void close() {
        pages.close();
    }

    private void addTargets(URI storage) throws Exception {
        for (int i = 0; i < TARGETS; i++) {
            HttpRequest request = HttpRequest.newBuilder(storage.resolve("/v1/scrape/targets"))
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(pages.target(i, INTERVAL_MILLIS)))
                    .build();
            assertThat(HTTP.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
                    .isEqualTo(201);
        }
    }

    private boolean allWereFetched(int times, long sinceMillis) {
        return pages.fetches().size() == TARGETS
                && pages.fetches().values().stream()
                        .allMatch(at ->
                                at.stream().filter(time -> time >= sinceMillis).count() >= times);
    }

    @Test
    void theSurvivorTakesOverAndNoIntervalIsFetchedTwice() throws Exception {
        try (Cluster cluster = Cluster.start(Map.of())) {
            ServiceProcess second = cluster.anotherCollector();
            try {
                second.start();
                second.awaitReady();
                addTargets(cluster.storage().url());
                await().atMost(PATIENCE).until(() -> allWereFetched(2, 0));
                second.kill();
                long killedMillis = System.currentTimeMillis();
                await().atMost(PATIENCE).until(() -> allWereFetched(3, killedMillis));
            } finally {
                second.stop();
            }
            pages.fetches()
                    .forEach((path, times) -> assertThat(ScrapedPages.gaps(times))
                            .as("milliseconds between the fetches of %s", path)
                            .allMatch(gap -> gap > INTERVAL_MILLIS / 2 && gap <= 2 * INTERVAL_MILLIS + LATE_MILLIS));
            List<String> stored = cluster.storageApi().points("{__name__=\"shared_scrape\"}").stream()
                    .map(point -> point.resource().getAttributesList() + " "
                            + ((NumberDataPoint) point.point()).getTimeUnixNano())
                    .toList();
            assertThat(stored).hasSizeGreaterThanOrEqualTo(5 * TARGETS).doesNotHaveDuplicates();
        }
    }
}
