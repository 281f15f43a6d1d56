package dev.quipu.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
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

    /** When each target was fetched, Unix milliseconds. */
    private final Map<String, List<Long>> fetches = new ConcurrentHashMap<>();

    private final ExecutorService answering = Executors.newFixedThreadPool(8);
    private HttpServer pages;

    @BeforeEach
    void open() throws IOException {
        pages = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), TARGETS);
        pages.setExecutor(answering);
        pages.createContext("/", this::answer);
        pages.start();
    }

    @AfterEach
    void close() {
        pages.stop(0);
        answering.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        fetches.computeIfAbsent(exchange.getRequestURI().getPath(), path -> new CopyOnWriteArrayList<>())
                .add(System.currentTimeMillis());
        byte[] page = "shared_scrape 1\n".getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4");
        exchange.sendResponseHeaders(200, page.length);
        exchange.getResponseBody().write(page);
        exchange.close();
    }

    private void addTargets(URI storage) throws Exception {
        for (int i = 0; i < TARGETS; i++) {
            String body = "{\"url\":\"http://127.0.0.1:%d/%d\",\"instance\":\"i%d\",\"intervalMillis\":%d}"
                    .formatted(pages.getAddress().getPort(), i, i, INTERVAL_MILLIS);
            HttpRequest request = HttpRequest.newBuilder(storage.resolve("/v1/scrape/targets"))
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(body))
                    .build();
            assertThat(HTTP.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
                    .isEqualTo(201);
        }
    }

    private boolean allWereFetched(int times, long sinceMillis) {
        return fetches.size() == TARGETS
                && fetches.values().stream()
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
            fetches.forEach((path, times) -> assertThat(gaps(times))
                    .as("milliseconds between the fetches of %s", path)
                    .allMatch(gap -> gap > INTERVAL_MILLIS / 2 && gap <= 2 * INTERVAL_MILLIS + LATE_MILLIS));
            List<String> stored = cluster.storageApi().points("{__name__=\"shared_scrape\"}").stream()
                    .map(point -> point.resource().getAttributesList() + " "
                            + ((NumberDataPoint) point.point()).getTimeUnixNano())
                    .toList();
            assertThat(stored).hasSizeGreaterThanOrEqualTo(5 * TARGETS).doesNotHaveDuplicates();
        }
    }

    private static List<Long> gaps(List<Long> times) {
        return IntStream.range(1, times.size())
                .mapToObj(i -> times.get(i) - times.get(i - 1))
                .toList();
    }
}
