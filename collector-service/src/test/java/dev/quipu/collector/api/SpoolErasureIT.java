package dev.quipu.collector.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quipu.collector.Otlp;
import dev.quipu.collector.StorageStandIn;
import dev.quipu.model.segment.SegmentHead;
import dev.quipu.model.segment.SegmentReader;
import io.opentelemetry.proto.trace.v1.Span;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records that are taken while storage stores nothing, and a storage that has some of them erased meanwhile. */
class SpoolErasureIT {

    @TempDir
    private Path directory;

    private final StorageStandIn storage = new StorageStandIn(0);
    private TestCollector collector;

    @BeforeEach
    void start() throws Exception {
        storage.away(true);
        open();
    }

    private void open() throws Exception {
        collector = new TestCollector(
                storage,
                Map.of(
                        "quipu.collector.refresh", "20MS",
                        "quipu.collector.spool.linger", "5MS",
                        "quipu.collector.spool.directory", directory.toString()));
    }

    @AfterEach
    void close() throws Exception {
        collector.close();
        storage.close();
    }

    private static Span span(String user) {
        return Otlp.span().addAttributes(Otlp.text("user.id", user)).build();
    }

    private static JsonObject erasure() {
        return new JsonObject()
                .put("number", 1)
                .put("id", "0d5ca6b1-9bd5-4a4c-8c2f-5ba3c8e6a1a0")
                .put("requestedAt", Instant.now().toString())
                .put("attribute", new JsonObject().put("key", "user.id").put("value", "u-17"));
    }

    private String stored() {
        StringBuilder text = new StringBuilder();
        storage.segments().forEach(segment -> {
            SegmentReader reader = SegmentReader.of(segment);
            for (int group = 0; group < segment.head().rowGroupCount(); group++) {
                int size = reader.rows(group).size();
                text.append(reader.rowGroup(group).spans(0, size));
            }
        });
        return text.toString();
    }

    private void sendAndErase() throws Exception {
        byte[] body = Otlp.of(List.of(span("u-1"), span("u-17"), span("u-2"), span("u-17")))
                .toByteArray();
        assertThat(collector.send(collector.post(body).build()).statusCode()).isEqualTo(200);
        assertThat(collector.spooledRecords()).isEqualTo(4);
        storage.erasures().set("default", erasure());
        await().until(() -> directory.resolve("erasures.json").toFile().exists());
    }

    private void assertStoredWithout() {
        await().until(() -> collector.spooledRecords() == 0);
        assertThat(stored()).contains("u-1", "u-2").doesNotContain("u-17");
        assertThat(storage.heads()).extracting(SegmentHead::recordCount).containsExactly(2);
        assertThat(storage.counted("erased")).isEqualTo(2);
        assertThat(storage.quarantine()).isEmpty();
    }

    @Test
    void whatIsErasedNeverComesToStorageAndIsCountedThere() throws Exception {
        sendAndErase();
        assertThat(collector.spooledRecords()).isEqualTo(4);
        storage.away(false);
        assertStoredWithout();
    }

    @Test
    void whatIsErasedIsGoneAfterARestartThoughStorageTellsNothing() throws Exception {
        sendAndErase();
        collector.close();
        storage.erasures().answerWith(503);
        open();
        assertThat(collector.spooledRecords()).isEqualTo(4);
        storage.away(false);
        assertStoredWithout();
    }
}
