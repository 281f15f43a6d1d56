package dev.quipu.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
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
        URI red = cluster.analysis().url().resolve("/v1/red?groupBy=component,spanName");
        await().atMost(PATIENCE).untilAsserted(() -> {
            JsonNode answer = api.json(red);
            assertThat(answer.path("analysedFraction").asDouble()).isEqualTo(1);
            assertThat(answer.path("lines")).hasSize(sent.size());
            answer.path("lines").forEach(this::assertSame);
        });
        JsonNode rates = api.json(cluster.analysis().url().resolve("/v1/rates"));
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
