package dev.quipu.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Something is erased; then the database is lost, and comes back as it was before. */
class ErasedStaysErasedIT {

    private static final Duration DONE = Duration.ofMinutes(2);
    private static final String TENANT = "default";
    private static final String REQUEST = "{\"reason\":\"request 17\",\"attribute\":{\"key\":\"%s\",\"value\":\"%s\"}}"
            .formatted(Canaries.KEY, Canaries.WORD);

    private final TenantApi api = new TenantApi(TENANT);

    @Test
    void whatWasErasedDoesNotComeBackWithABackupOfBefore() throws Exception {
        Path disk = Files.createTempDirectory(Files.createDirectories(Checkout.TARGET), "erased");
        Path backup = disk.resolve("backup");
        try (Cluster cluster = Cluster.start(Map.of(
                "QUIPU_DATABASE_ARCHIVE_DIRECTORY", disk.resolve("archive").toString()))) {
            sendCanaries(cluster);
            assertThat(cluster.launcher().succeed("backup", backup.toString())).contains("backed up");
            String before = Instant.now().toString();
            URI erasure = requestErasure(cluster);
            awaitErased(cluster, erasure);

            cluster.stop();
            delete(cluster.home().resolve("data"));
            assertThat(cluster.launcher().succeed("restore", backup.toString(), "--to", before, "--verify"))
                    .contains("restored to");
            cluster.startAgain();

            awaitErased(cluster, erasure);
        }
    }

    /** When it returns they are in tables as well that are written a moment later. */
    private static void sendCanaries(Cluster cluster) throws IOException {
        Canaries canaries = new Canaries();
        OtlpHttp collector = cluster.otlpHttp();
        for (Answer answer : new Answer[] {
            collector.post(canaries.spans().toByteArray()),
            collector.postLogs(canaries.logs().toByteArray()),
            collector.postMetrics(canaries.metrics().toByteArray())
        }) {
            assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        }
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(Dump.rowsWith(cluster, Canaries.WORD))
                        .containsKeys("decoded segment", "component", "component_attribute", "metric", "span_name"));
    }

    private URI requestErasure(Cluster cluster) {
        URI erasures = cluster.storage().url().resolve("/v1/erasures");
        Answer answer = api.post(erasures, REQUEST);
        assertThat(answer.status()).as(answer.text()).isEqualTo(202);
        return URI.create(
                erasures + "/" + GuardedCluster.json(answer).path("id").asText());
    }

    /** The same number of records each time, and then nothing says it but the request. */
    private void awaitErased(Cluster cluster, URI erasure) throws Exception {
        await().atMost(DONE)
                .untilAsserted(() ->
                        assertThat(api.json(erasure).path("state").asText()).isEqualTo("done"));
        JsonNode done = api.json(erasure);
        assertThat(done.path("recordsErased").asInt()).isEqualTo(Canaries.COUNT);
        assertThat(Dump.rowsWith(cluster, Canaries.WORD)).containsOnlyKeys("erasure");
        JsonNode ledger =
                api.json(cluster.storage().url().resolve("/v1/ledger")).path("identities");
        assertThat(ledger.path("holds").asBoolean()).as(ledger.toString()).isTrue();
        assertThat(ledger.path("erased").asInt()).isEqualTo(Canaries.COUNT);
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
