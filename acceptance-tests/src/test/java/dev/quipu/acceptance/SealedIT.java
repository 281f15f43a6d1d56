package dev.quipu.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import io.opentelemetry.proto.resource.v1.Resource;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A cluster with a master key, from the first record until nobody can read any more what was sealed. */
class SealedIT {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String TENANT = "default";
    private static final String SEGMENTS = """
            SELECT DISTINCT CASE signal WHEN 1 THEN 'spans' ELSE 'logs' END || ' under '
                || coalesce(key_generation::text, 'none') || CASE WHEN level > 0 THEN ', merged' ELSE '' END AS line
            FROM segment ORDER BY 1""";

    private final Traceable secret = new Traceable();
    private final TenantApi api = new TenantApi(TENANT);
    private final String note =
            "note-" + HexFormat.of().formatHex(Requests.randomId(8).toByteArray());

    @Test
    void whatIsSealedIsReadByWhoMayAndLiesNowhereInFiles() throws Exception {
        Path disk = Files.createTempDirectory(Files.createDirectories(Checkout.TARGET), "sealed");
        Path key = Files.writeString(disk.resolve("master.key"), "4f".repeat(32));
        try (Cluster cluster = Cluster.start(Map.of(
                "QUIPU_ENCRYPTION_MASTER_KEY_FILE", key.toString(),
                "QUIPU_STORAGE_COMPACTION_INTERVAL", "1s",
                "QUIPU_STORAGE_COMPACTION_MIN_AGE", "1s",
                "QUIPU_STORAGE_COMPACTION_MAX_AGE", "1s"))) {
            ByteString stored = send(cluster);
            ByteString spooled = sendWhileStorageIsAway(cluster);
            awaitReadable(cluster, List.of(stored, spooled), 4);
            awaitSegments(cluster, "logs under 1, merged", "spans under 1, merged");
            awaitReadable(cluster, List.of(stored, spooled), 4);

            URI keys = cluster.storage().url().resolve("/v1/encryption-keys");
            assertThat(api.post(keys, "").status()).isEqualTo(201);
            ByteString later = send(cluster);
            awaitSegments(
                    cluster,
                    "logs under 1, merged",
                    "logs under 2, merged",
                    "spans under 1, merged",
                    "spans under 2, merged");
            awaitReadable(cluster, List.of(stored, spooled, later), 6);
            assertThat(cluster.launcher().succeed("verify-store"))
                    .contains("all as stated")
                    .doesNotContain("not opened");

            destroy(cluster, keys);
            assertThat(cluster.storageApi().trace(hex(later))).isEmpty();
            assertThat(cluster.storageApi().logs("log.order.note = \"" + note + "\""))
                    .isEmpty();
            cluster.stop();
            assertThat(secret.filesBelow(cluster.home())).isEmpty();
        }
    }

    @Test
    void withoutAMasterKeyItLiesInFiles() throws Exception {
        Cluster cluster = Cluster.shared();
        send(cluster);
        assertThat(secret.filesBelow(cluster.home())).isNotEmpty();
    }

    private void destroy(Cluster cluster, URI keys) {
        Answer destroyed = api.delete(keys, "{\"tenant\":\"" + TENANT + "\"}");
        assertThat(destroyed.status()).as(destroyed.text()).isEqualTo(200);
        assertThat(GuardedCluster.json(destroyed).path("records").asInt()).isEqualTo(6);
        JsonNode ledger =
                api.json(cluster.storage().url().resolve("/v1/ledger")).path("identities");
        assertThat(ledger.path("holds").asBoolean()).as(ledger.toString()).isTrue();
        assertThat(ledger.path("erased").asInt()).isEqualTo(6);
    }

    /** A span and a log record that say the secret; returns when they are acknowledged. */
    private ByteString send(Cluster cluster) throws Exception {
        ByteString trace = Requests.randomId(16);
        KeyValue attribute = secret.attribute("order.secret");
        OtlpHttp collector = cluster.otlpHttp();
        LogRecord log = LogRecord.newBuilder()
                .setTimeUnixNano(Requests.unixNano(Instant.now()))
                .setBody(AnyValue.newBuilder().setStringValue("order taken"))
                .addAttributes(attribute)
                .addAttributes(Requests.attribute("order.note", note))
                .build();
        ExportLogsServiceRequest logs = ExportLogsServiceRequest.newBuilder()
                .addResourceLogs(ResourceLogs.newBuilder()
                        .setResource(Resource.newBuilder().addAttributes(Requests.attribute("service.name", "till")))
                        .addScopeLogs(ScopeLogs.newBuilder().addLogRecords(log)))
                .build();
        for (Answer answer : List.of(
                collector.post(
                        Requests.of("till", Requests.span("POST /orders", trace).addAttributes(attribute))
                                .toByteArray()),
                collector.postLogs(logs.toByteArray()))) {
            assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        }
        return trace;
    }

    private ByteString sendWhileStorageIsAway(Cluster cluster) throws Exception {
        cluster.storage().stop();
        ByteString trace = send(cluster);
        Path spool = cluster.home().resolve("spool");
        assertThat(spool).isDirectoryRecursivelyContaining("glob:**.spool");
        assertThat(secret.filesBelow(cluster.home())).isEmpty();
        cluster.storage().start();
        cluster.storage().awaitReady();
        return trace;
    }

    private void awaitReadable(Cluster cluster, List<ByteString> traces, int records) {
        await().atMost(SOON).untilAsserted(() -> {
            assertThat(traces)
                    .allSatisfy(trace -> assertThat(cluster.storageApi().trace(hex(trace)))
                            .singleElement()
                            .matches(found -> secret.isIn(found.span().getAttributesList())));
            assertThat(cluster.storageApi().logs("log.order.note = \"" + note + "\""))
                    .hasSize(records / 2)
                    .allMatch(found -> secret.isIn(found.log().getAttributesList()));
        });
        Ledger.of(cluster.storageApi()).assertHolds(records);
    }

    /** Until all are of these kinds. */
    private static void awaitSegments(Cluster cluster, String... wanted) {
        await().atMost(SOON).untilAsserted(() -> {
            try (Connection connection = Dump.connect(cluster);
                    Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery(SEGMENTS)) {
                List<String> lines = new ArrayList<>();
                while (row.next()) {
                    lines.add(row.getString("line"));
                }
                assertThat(lines).containsExactly(wanted);
            }
        });
    }

    private static String hex(ByteString id) {
        return HexFormat.of().formatHex(id.toByteArray());
    }
}
