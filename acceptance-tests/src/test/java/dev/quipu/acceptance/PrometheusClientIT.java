package dev.quipu.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.SummaryDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.core.metrics.Summary;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The unmodified Prometheus client shows a page; the collector fetches it; storage gives back what the page said. */
class PrometheusClientIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Cluster cluster = Cluster.shared();
    private final String instance = UUID.randomUUID().toString();
    private final PrometheusRegistry registry = new PrometheusRegistry();
    private HttpServer page;

    @BeforeEach
    void show() throws IOException {
        page = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        page.createContext("/metrics", this::answer);
        page.start();
    }

    @AfterEach
    void stop() {
        page.stop(0);
    }

    /** In the format that the collector asks for, as the client's own server chooses it. */
    private void answer(HttpExchange exchange) throws IOException {
        ExpositionFormatWriter writer =
                ExpositionFormats.init().findWriter(exchange.getRequestHeaders().getFirst("Accept"));
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        writer.write(body, registry.scrape());
        exchange.getResponseHeaders().set("Content-Type", writer.getContentType());
        exchange.sendResponseHeaders(200, body.size());
        exchange.getResponseBody().write(body.toByteArray());
        exchange.close();
    }

    private String target(String method, String path, String body, int status) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(cluster.storage().url() + "/v1/scrape/targets" + path))
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return answer.headers()
                .firstValue("Location")
                .map(location -> location.substring(location.lastIndexOf('/')))
                .orElse("");
    }

    private List<OtlpPoint> points(String metric) {
        return cluster.storageApi().points("{__name__=\"" + metric + "\",instance=\"" + instance + "\"}");
    }

    private static String labels(List<KeyValue> attributes) {
        return attributes.stream()
                .map(attribute ->
                        attribute.getKey() + "=" + attribute.getValue().getStringValue())
                .collect(Collectors.joining(","));
    }

    @Test
    void aPageIsReadBackEqual() throws Exception {
        Counter orders = Counter.builder()
                .name("orders_total")
                .help("Orders taken")
                .labelNames("route")
                .register(registry);
        orders.labelValues("/cart").inc(3);
        orders.labelValues("/größer").inc(1.5);
        Gauge.builder().name("queue_length").register(registry).set(-7.25);
        Histogram latency = Histogram.builder()
                .name("latency_seconds")
                .classicOnly()
                .classicUpperBounds(0.1, 1)
                .register(registry);
        latency.observe(0.05);
        latency.observe(0.5);
        latency.observe(0.5);
        latency.observe(20);
        Summary size = Summary.builder().name("size_bytes").quantile(0.5).register(registry);
        size.observe(40);
        String path = target(
                "POST",
                "",
                "{\"url\":\"http://127.0.0.1:" + page.getAddress().getPort()
                        + "/metrics\",\"job\":\"acceptance-page\",\"instance\":\"" + instance + "\"}",
                201);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(points("up")).hasSizeGreaterThan(2));
        target("DELETE", path, "", 204);

        assertThat(points("orders_total").stream()
                        .map(point -> (NumberDataPoint) point.point())
                        .map(point -> labels(point.getAttributesList()) + " " + point.getAsDouble())
                        .distinct())
                .containsExactlyInAnyOrder("route=/cart 3.0", "route=/größer 1.5");
        assertThat(points("orders_total").get(0).metric().getDescription()).isEqualTo("Orders taken");
        assertThat(points("orders_total").get(0).metric().getSum().getIsMonotonic())
                .isTrue();
        assertThat(points("queue_length"))
                .isNotEmpty()
                .allSatisfy(point -> assertThat(((NumberDataPoint) point.point()).getAsDouble())
                        .isEqualTo(-7.25));
        assertThat(points("latency_seconds")).isNotEmpty().allSatisfy(point -> {
            HistogramDataPoint histogram = (HistogramDataPoint) point.point();
            assertThat(histogram.getExplicitBoundsList()).containsExactly(0.1, 1.0);
            assertThat(histogram.getBucketCountsList()).containsExactly(1L, 2L, 1L);
            assertThat(histogram.getCount()).isEqualTo(4);
            assertThat(histogram.getSum()).isEqualTo(21.05);
        });
        assertThat(points("size_bytes")).isNotEmpty().allSatisfy(point -> {
            SummaryDataPoint summary = (SummaryDataPoint) point.point();
            assertThat(summary.getCount()).isEqualTo(1);
            assertThat(summary.getSum()).isEqualTo(40.0);
            assertThat(summary.getQuantileValues(0).getValue()).isEqualTo(40.0);
        });
        assertThat(points("up").stream().map(point -> ((NumberDataPoint) point.point()).getAsDouble()))
                .contains(1.0);
    }
}
