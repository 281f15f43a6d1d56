package dev.quipu.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whoever asked is told once that something is wrong, and once that it is over, whatever is killed meanwhile. */
class AlertsIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String SECRET = "a secret of sixteen characters or more";

    private final TenantApi api = new TenantApi("alerts-" + UUID.randomUUID());
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final AtomicInteger refusals = new AtomicInteger();
    private HttpServer receiver;

    private record Received(String id, String timestamp, String signature, byte[] body, int answered) {

        JsonNode json() {
            try {
                return new ObjectMapper().readTree(body);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }

        String state() {
            return json().path("state").asText();
        }
    }

    @BeforeEach
    void receive() throws IOException {
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/hook", exchange -> {
            int status = refusals.getAndDecrement() > 0 ? 503 : 204;
            received.add(new Received(
                    exchange.getRequestHeaders().getFirst("webhook-id"),
                    exchange.getRequestHeaders().getFirst("webhook-timestamp"),
                    exchange.getRequestHeaders().getFirst("webhook-signature"),
                    exchange.getRequestBody().readAllBytes(),
                    status));
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        receiver.start();
    }

    @AfterEach
    void stopReceiving() {
        receiver.stop(0);
    }

    @Test
    void oneNoticeTellsThatItFiresAndOneThatItIsOverAcrossRestarts() throws Exception {
        try (Cluster cluster = Cluster.start(
                Map.of("QUIPU_ANALYSIS_ALERTS_INTERVAL", "1s", "QUIPU_ANALYSIS_ALERTS_DELIVERY_INTERVAL", "500ms"))) {
            URI storage = cluster.storage().url();
            refusals.set(1);
            create(storage.resolve("/v1/webhooks"), """
                    {"name": "on-call", "url": "http://127.0.0.1:%d/hook", "secret": "%s"}""".formatted(
                            receiver.getAddress().getPort(), SECRET));
            create(storage.resolve("/v1/alert-rules"), """
                    {"name": "orders fail", "severity": "critical", "condition": {"kind": "threshold", "figure":
                      {"kind": "red", "service": "orders", "figure": "error_ratio"},
                      "comparison": "above", "value": 0.5, "windowSeconds": 60}}""");
            send(cluster, 20, true);
            awaitNotice("firing");
            restart(cluster.analysis());
            restart(cluster.storage());
            send(cluster, 10, true);
            send(cluster, 400, false);
            awaitNotice("resolved");
            restart(cluster.analysis());
            await().during(Duration.ofSeconds(5)).atMost(PATIENCE).until(() -> received.size() == 3);
        }
        assertThat(received)
                .extracting(Received::state, Received::answered)
                .as("the first was refused, and came again")
                .containsExactly(tuple("firing", 503), tuple("firing", 204), tuple("resolved", 204));
        assertThat(received.get(1).id()).isEqualTo(received.get(0).id());
        assertThat(received.get(2).id()).isNotEqualTo(received.get(0).id());
        for (Received notice : received) {
            assertThat(notice.signature()).isEqualTo(signature(notice));
            assertThat(notice.json().at("/labels/alertname").asText()).isEqualTo("orders fail");
        }
    }

    private void create(URI uri, String json) {
        Answer answer = api.post(uri, json);
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    }

    private void send(Cluster cluster, int spans, boolean areErrors) {
        Span.Builder[] some = IntStream.range(0, spans)
                .mapToObj(i -> Requests.span("order " + i))
                .map(span -> areErrors
                        ? span.setStatus(Status.newBuilder().setCode(Status.StatusCode.STATUS_CODE_ERROR))
                        : span)
                .toArray(Span.Builder[]::new);
        byte[] request = Requests.of("orders", some).toByteArray();
        await().atMost(PATIENCE)
                .until(() -> api.export(cluster.collector().url(), request).status() == 200);
    }

    private void awaitNotice(String state) {
        await().atMost(PATIENCE)
                .until(() ->
                        received.stream().anyMatch(notice -> notice.state().equals(state) && notice.answered() == 204));
    }

    private static void restart(ServiceProcess service) {
        service.kill();
        service.start();
        service.awaitReady();
    }

    /** As Standard Webhooks describe it. */
    private static String signature(Received notice) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        mac.update((notice.id() + "." + notice.timestamp() + ".").getBytes(StandardCharsets.UTF_8));
        return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(notice.body()));
    }
}
