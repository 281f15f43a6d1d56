package dev.quipu.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Rate, errors and duration are those of the spans that were acknowledged, each once, whatever is killed meanwhile. */
class RedIT {

    private static final int KILLS = 6;
    private static final int REQUESTS_BETWEEN_KILLS = 40;
    private static final int SPANS_PER_REQUEST = 25;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Random random = new Random(5);
    private final TenantApi api = new TenantApi("red-" + UUID.randomUUID());

    /** By service and span name; durations in nanoseconds. */
    private final Map<String, List<Long>> sent = new TreeMap<>();

    private final Map<String, Long> errors = new TreeMap<>();

    @Test
    void areThoseOfTheSpansThatWereSent() {
        Cluster cluster = Cluster.shared();
        for (int i = 0; i < 20; i++) {
            send(cluster);
        }
        assertSame(cluster);
    }

    @Test
    void areTheSameWhenServicesAreKilledMeanwhile() {
        try (Cluster cluster = Cluster.start(Map.of())) {
            for (int kill = 0; kill < KILLS; kill++) {
                for (int i = 0; i < REQUESTS_BETWEEN_KILLS; i++) {
                    send(cluster);
                }
                ServiceProcess victim = kill % 3 == 2 ? cluster.storage() : cluster.analysis();
                victim.kill();
                victim.start();
                cluster.storage().awaitReady();
            }
            cluster.analysis().awaitReady();
            assertSame(cluster);
        }
    }

    /** Spans are cut into more and fewer slices meanwhile, as the last replica that starts wants it. */
    @Test
    void areTheSameWhenReplicasShareTheFeedAndAreKilled() {
        Map<String, String> three = Map.of("QUIPU_ANALYSIS_FEED_SLICES", "3", "QUIPU_ANALYSIS_FEED_LEASE", "3s");
        try (Cluster cluster = Cluster.start(three)) {
            ServiceProcess other = cluster.anotherAnalysis(Map.of());
            ServiceProcess fewer = cluster.anotherAnalysis(Map.of("QUIPU_ANALYSIS_FEED_SLICES", "2"));
            other.start();
            try {
                sendSome(cluster);
                other.awaitReady();
                sendSome(cluster);
                cluster.analysis().kill();
                sendSome(cluster);
                other.kill();
                fewer.start();
                sendSome(cluster);
                fewer.awaitReady();
                assertSame(fewer);
                assertThat(parts(fewer)).isEqualTo(3);
            } finally {
                other.stop();
                fewer.stop();
            }
        }
    }

    private void sendSome(Cluster cluster) {
        for (int i = 0; i < REQUESTS_BETWEEN_KILLS; i++) {
            send(cluster);
        }
    }

    /** Parts of the feed that are followed by a replica, as its metrics say. */
    private static int parts(ServiceProcess analysis) {
        return Stream.of(new String(
                                new ReadApi(analysis.management()).ok("/q/metrics", "text/plain"),
                                StandardCharsets.UTF_8)
                        .split("\n"))
                .filter(line -> line.startsWith("quipu_analysis_feed_parts"))
                .mapToInt(line -> (int) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private void send(Cluster cluster) {
        String service = "service-" + random.nextInt(3);
        List<Span.Builder> spans = new ArrayList<>();
        for (int i = 0; i < SPANS_PER_REQUEST; i++) {
            String name = "work " + random.nextInt(4);
            long nanos = (long) Math.exp(random.nextDouble() * 20);
            boolean isError = random.nextInt(10) == 0;
            Span.Builder span = Requests.span(name);
            span.setEndTimeUnixNano(span.getStartTimeUnixNano() + nanos);
            if (isError) {
                span.setStatus(Status.newBuilder().setCode(Status.StatusCode.STATUS_CODE_ERROR));
            }
            spans.add(span);
            sent.computeIfAbsent(service + " " + name, key -> new ArrayList<>()).add(nanos);
            errors.merge(service + " " + name, isError ? 1L : 0L, Long::sum);
        }
        byte[] request =
                Requests.of(service, spans.toArray(Span.Builder[]::new)).toByteArray();
        await().atMost(PATIENCE)
                .until(() -> api.export(cluster.collector().url(), request).status() == 200);
    }

    private void assertSame(Cluster cluster) {
        assertSame(cluster.analysis());
    }

    private void assertSame(ServiceProcess analysis) {
        URI red = analysis.url().resolve("/v1/red?groupBy=component,spanName");
        await().atMost(PATIENCE).untilAsserted(() -> {
            JsonNode answer = api.json(red);
            assertThat(answer.path("analysedFraction").asDouble()).isEqualTo(1);
            assertThat(answer.path("lines")).hasSize(sent.size());
            answer.path("lines").forEach(this::assertSame);
        });
        JsonNode rates = api.json(analysis.url().resolve("/v1/rates"));
        rates.path("rates")
                .forEach(rate -> assertThat(rate.path("value").asDouble()).isEqualTo(1));
    }

    private void assertSame(JsonNode line) {
        String key =
                line.path("component").asText() + " " + line.path("spanName").asText();
        long[] nanos =
                sent.get(key).stream().mapToLong(Long::longValue).sorted().toArray();
        JsonNode total = line.path("total");
        assertThat(total.path("spans").asLong()).as(key).isEqualTo(nanos.length);
        assertThat(total.path("errors").asLong()).as(key).isEqualTo(errors.get(key));
        double median = nanos[(nanos.length - 1) / 2];
        assertThat(total.path("p50Nanos").asDouble()).isCloseTo(median, within(0.01 * median));
        double sum = 0;
        for (long one : nanos) {
            sum += one;
        }
        assertThat(total.path("meanNanos").asDouble()).isCloseTo(sum / nanos.length, within(1e-3 * sum / nanos.length));
    }
}
