package dev.quipu.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Analysis names every difference between what was produced and what was analysed, and at rest there is none. */
class ReconciliationIT {

    private final Cluster cluster = Cluster.shared();
    private final TenantApi api = new TenantApi("reconciled-" + UUID.randomUUID());

    @Test
    void namesWhatWasRejected() {
        byte[] request = Requests.of(
                        "cart", Requests.span("good"), Requests.span("better"), Requests.span("bad", ByteString.EMPTY))
                .toByteArray();
        assertThat(api.export(cluster.collector().url(), request)
                        .partialSuccess()
                        .getRejectedSpans())
                .isEqualTo(1);
        JsonNode total = ledger().path("total");
        assertThat(names(total)).anyMatch(name -> name.startsWith("rejected:"));
        assertThat(total.path("open").get(0).path("records").asLong()).isEqualTo(1);
        assertThat(total.path("open").get(0).path("meaning").asText()).contains("GET /v1/fate/{traceId}");
        assertThat(total.path("counts").path("produced").asLong()).isEqualTo(3);
        assertThat(value(total, 0)).isEqualTo(2.0 / 3);
        assertThat(value(total, 1)).isEqualTo(1);
        total.path("equations")
                .forEach(equation -> assertThat(equation.path("holds").asBoolean())
                        .as(equation.toString())
                        .isTrue());
    }

    @Test
    void nothingIsOpenOnceAllIsAnalysed() {
        byte[] request =
                Requests.of("cart", Requests.span("one"), Requests.span("two")).toByteArray();
        assertThat(api.export(cluster.collector().url(), request).status()).isEqualTo(200);
        await().untilAsserted(() -> {
            JsonNode ledger = ledger();
            assertThat(names(ledger.path("total"))).isEmpty();
            for (int rate = 0; rate < 3; rate++) {
                assertThat(value(ledger.path("total"), rate)).isEqualTo(1);
            }
            assertThat(ledger.path("lines")).hasSize(1);
            JsonNode line = ledger.path("lines").get(0);
            assertThat(line.path("signal").asText()).isEqualTo("traces");
            assertThat(line.path("component").path("name").asText()).isEqualTo("cart");
            assertThat(names(line.path("account"))).isEmpty();
        });
    }

    private JsonNode ledger() {
        return api.json(cluster.analysis().url().resolve("/v1/ledger"));
    }

    private static List<String> names(JsonNode account) {
        List<String> names = new ArrayList<>();
        account.path("open").forEach(open -> names.add(open.path("name").asText()));
        return names;
    }

    private static double value(JsonNode account, int rate) {
        return account.path("rates").get(rate).path("value").asDouble();
    }
}
