package dev.quipu.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What became of a trace, asked of analysis, while a collector that is cut off from storage holds one. */
class FateIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Cluster cluster = Cluster.shared();
    private final String tenant = "fate-" + UUID.randomUUID();
    private final TenantApi api = new TenantApi(tenant);
    private final ByteString trace = Requests.randomId(16);

    @Test
    void followsATraceFromTheSpoolIntoTheSegments() throws IOException {
        Path spool = Files.createTempDirectory(Files.createDirectories(Checkout.TARGET), "spool");
        ServiceProcess cutOff = cluster.anotherCollector(Map.of(
                "QUIPU_SPOOL",
                spool.toString(),
                "QUIPU_STORAGE_PORT",
                Ports.free(1).get(0).toString(),
                // It never hears of storage, and so would never know by which rules to redact.
                "QUIPU_REDACTION_ENABLED",
                "false"));
        String collector = holdTheTrace(cutOff);
        try {
            assertThat(fate(trace).path("fate").asText()).isEqualTo("spooled");
            assertThat(fate(trace).path("collectors").get(0).asText()).isEqualTo(collector);
            assertThat(fate(Requests.randomId(16)).path("fate").asText()).isEqualTo("never_offered");
        } finally {
            cutOff.stop();
        }
        JsonNode whileItIsAway = fate(trace);
        assertThat(whileItIsAway.path("fate").asText()).isEqualTo("unknown");
        assertThat(whileItIsAway.path("missing").get(0).asText())
                .isEqualTo("collector " + collector + " could not be asked: it cannot be reached");

        ServiceProcess joined = cluster.anotherCollector(Map.of("QUIPU_SPOOL", spool.toString()));
        joined.start();
        try {
            joined.awaitReady();
            await().atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(fate(trace).path("fate").asText()).isEqualTo("stored"));
        } finally {
            joined.stop();
        }
    }

    /** Sends the trace to a collector, and tells storage of it in the collector's place. */
    private String holdTheTrace(ServiceProcess collector) {
        collector.start();
        URI spool = collector.url().resolve("/v1/spool");
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(api.get(spool).status()).isEqualTo(200));
        byte[] request = Requests.of("cart", Requests.span("work", trace)).toByteArray();
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(api.export(collector.url(), request).status())
                                .isEqualTo(200));
        String name = api.json(spool).path("collector").asText();
        String report = ("{\"url\":\"%s\",\"holdings\":[{\"tenant\":\"%s\",\"signal\":\"traces\",\"segments\":1,"
                        + "\"records\":1,\"bytes\":500,\"oldest\":\"%s\"}]}")
                .formatted(collector.url(), tenant, Instant.now());
        assertThat(api.put(cluster.storage().url().resolve("/v1/spools/" + name), report)
                        .status())
                .isEqualTo(204);
        return name;
    }

    private JsonNode fate(ByteString traceId) {
        return api.json(cluster.analysis().url().resolve("/v1/fate/" + OtlpSpan.hex(traceId)));
    }
}
