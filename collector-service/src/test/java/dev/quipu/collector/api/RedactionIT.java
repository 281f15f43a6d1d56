package dev.quipu.collector.api;

import static dev.quipu.collector.loki.Pushes.snappy;
import static dev.quipu.collector.remotewrite.Writes.series;
import static dev.quipu.collector.remotewrite.Writes.v2;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import dev.quipu.collector.Otlp;
import dev.quipu.collector.StorageStandIn;
import dev.quipu.model.Signal;
import dev.quipu.model.segment.Segment;
import dev.quipu.model.segment.SegmentReader;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules from a storage that tells them, records through real doors, and what becomes of them where they are kept. */
class RedactionIT {

    private static final String CANARY = "CANARY-7f3a";
    private static final JsonObject RULE = new JsonObject()
            .put("id", "1")
            .put("name", "canary")
            .put("pattern", "CANARY-[0-9a-f]+")
            .put("action", "mask");

    private final StorageStandIn storage = new StorageStandIn(0);
    private final List<TestCollector> collectors = new ArrayList<>();

    @TempDir
    private Path directory;

    @AfterEach
    void close() throws Exception {
        for (TestCollector collector : collectors) {
            collector.close();
        }
        storage.close();
    }

    private TestCollector collector(String... more) throws Exception {
        Map<String, String> keys = new HashMap<>();
        keys.put("quipu.redaction.enabled", "true");
        keys.put("quipu.redaction.refresh", "50MS");
        for (int i = 0; i < more.length; i += 2) {
            keys.put(more[i], more[i + 1]);
        }
        TestCollector collector = new TestCollector(storage, keys);
        collectors.add(collector);
        return collector;
    }

    private TestCollector knowing(String... more) throws Exception {
        TestCollector collector = collector(more);
        await().until(collector::knowsRules);
        return collector;
    }

    private static byte[] spans() {
        return Otlp.of(List.of(Otlp.span()
                        .setName("GET /" + CANARY)
                        .addAttributes(Otlp.text("note", "it was " + CANARY))
                        .build()))
                .toByteArray();
    }

    private HttpResponse<byte[]> send(TestCollector collector, byte[] body) throws Exception {
        return collector.send(collector.post(body).build());
    }

    /** Everything that is stored, decoded, as text. */
    private String stored() {
        StringBuilder text = new StringBuilder();
        for (Segment segment : storage.segments()) {
            SegmentReader reader = SegmentReader.of(segment);
            for (int group = 0; group < segment.head().rowGroupCount(); group++) {
                int size = reader.rows(group).size();
                text.append(
                        segment.head().signal() == Signal.TRACES
                                ? reader.rowGroup(group).spans(0, size)
                                : reader.logs(group).logs(0, size));
            }
        }
        return text.toString();
    }

    @Test
    void nothingThatARuleFindsIsStored() throws Exception {
        storage.rules().set("default", RULE);
        TestCollector collector = knowing();
        assertThat(send(collector, spans()).statusCode()).isEqualTo(200);
        ExportLogsServiceRequest logs = Otlp.logs(3);
        ExportLogsServiceRequest.Builder more = logs.toBuilder();
        more.getResourceLogsBuilder(0)
                .getScopeLogsBuilder(0)
                .getLogRecordsBuilder(0)
                .getBodyBuilder()
                .setStringValue(CANARY + " was here");
        HttpRequest request = HttpRequest.newBuilder(collector.logsUri())
                .header("Content-Type", "application/x-protobuf")
                .POST(HttpRequest.BodyPublishers.ofByteArray(more.build().toByteArray()))
                .build();
        assertThat(collector.send(request).statusCode()).isEqualTo(200);
        assertThat(stored())
                .contains("GET /****", "it was ****", "**** was here")
                .doesNotContain(CANARY);
        assertThat(collector
                        .metrics
                        .get("quipu.redaction.changes")
                        .tag("tenant", "default")
                        .tag("rule", "1")
                        .tag("action", "mask")
                        .counter()
                        .count())
                .isEqualTo(3);
    }

    @Test
    void rulesOfAnotherTenantOrSignalChangeNothing() throws Exception {
        storage.rules().set("shop", RULE);
        storage.rules().set("default", RULE.copy().put("signals", new JsonArray().add("logs")));
        assertThat(send(knowing(), spans()).statusCode()).isEqualTo(200);
        assertThat(stored()).contains(CANARY);
    }

    @Test
    void aRetryIsKnownThoughItIsRedacted() throws Exception {
        storage.rules().set("default", RULE);
        TestCollector collector = knowing();
        byte[] body = spans();
        assertThat(send(collector, body).statusCode()).isEqualTo(200);
        storage.rules().set("default", RULE.copy().put("action", "drop"));
        await().until(() -> storage.rules().same() > 3);
        assertThat(send(collector, body).statusCode()).isEqualTo(200);
        assertThat(storage.records()).isEqualTo(1);
    }

    @Test
    void refusesEveryTenantsRecordsUntilRulesAreKnown() throws Exception {
        storage.rules().answerWith(503);
        TestCollector collector = collector();
        HttpResponse<byte[]> refused = send(collector, spans());
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.headers().firstValue("Retry-After")).isPresent();
        assertThat(new String(refused.body(), StandardCharsets.UTF_8)).contains("redaction rules are not known yet");
        assertThat(collector.bytesInFlight()).isZero();
        assertThat(storage.attempts()).isEmpty();
        storage.rules().answerWith(200);
        await().until(collector::knowsRules);
        assertThat(send(collector, spans()).statusCode()).isEqualTo(200);
    }

    @Test
    void anAnswerOfNoSuchDoorDoesNotMeanThatThereAreNoRules() throws Exception {
        storage.rules().set("default", RULE);
        storage.rules().answerWith(404);
        TestCollector collector = collector();
        await().until(() -> storage.rules().otherwise() > 1);
        assertThat(send(collector, spans()).statusCode()).isEqualTo(503);
        assertThat(storage.attempts()).isEmpty();
        storage.rules().answerWith(200);
        await().until(collector::knowsRules);
        assertThat(send(collector, spans()).statusCode()).isEqualTo(200);
        assertThat(stored()).doesNotContain(CANARY);
    }

    @Test
    void aFileThatCanNotBeReadAndNoSuchDoorDoNotMeanThatThereAreNoRules() throws Exception {
        Files.writeString(directory.resolve("redaction-rules.json"), "{");
        storage.rules().answerWith(404);
        TestCollector collector = collector("quipu.collector.spool.directory", directory.toString());
        await().until(() -> storage.rules().otherwise() > 1);
        assertThat(send(collector, spans()).statusCode()).isEqualTo(503);
    }

    @Test
    void rulesThatCouldNotBeKeptAreAskedForAgainUntilTheyAre() throws Exception {
        storage.rules().set("default", RULE);
        Path inTheWay = Files.createDirectories(directory.resolve("redaction-rules.json"));
        Files.writeString(inTheWay.resolve("file"), "");
        knowing("quipu.collector.spool.directory", directory.toString());
        Files.delete(inTheWay.resolve("file"));
        Files.delete(inTheWay);
        await().until(() -> Files.isRegularFile(inTheWay) && storage.rules().same() > 0);
        assertThat(Files.readString(inTheWay)).contains("CANARY");
    }

    @Test
    void countsOfRulesThatAreGoneAreForgotten() throws Exception {
        storage.rules().set("default", RULE);
        TestCollector collector = knowing();
        assertThat(send(collector, spans()).statusCode()).isEqualTo(200);
        assertThat(collector.metrics.find("quipu.redaction.changes").counters()).hasSize(1);
        storage.rules().set("default");
        await().until(() ->
                collector.metrics.find("quipu.redaction.changes").counters().isEmpty());
    }

    @Test
    void whyABodyIsUnreadableIsToldWithoutWhatRulesMean() throws Exception {
        storage.rules().set("default", RULE.copy().put("pattern", "[a-z]+"));
        byte[] spans = spans();
        byte[] cut = Arrays.copyOf(spans, spans.length + 1);
        cut[spans.length] = 1 << 3 | 3;
        HttpResponse<byte[]> answer = send(knowing(), cut);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(new String(answer.body(), StandardCharsets.UTF_8))
                .contains("****")
                .doesNotContain("expected");
    }

    @Test
    void aBadRuleRefusesItsTenantAlone() throws Exception {
        storage.rules().set("default", RULE.copy().put("pattern", "("));
        TestCollector collector = knowing();
        assertThat(send(collector, spans()).statusCode()).isEqualTo(503);
        HttpRequest ofAnother =
                collector.post(spans()).header("Quipu-Tenant", "shop").build();
        assertThat(collector.send(ofAnother).statusCode()).isEqualTo(200);
    }

    @Test
    void theSpoolHoldsNothingThatARuleFindsAndItsNextOwnerKnowsTheRules() throws Exception {
        storage.rules().set("default", RULE);
        String spool = directory.toString();
        TestCollector first =
                knowing("quipu.collector.spool.directory", spool, "quipu.collector.spool.patience", "100MS");
        collectors.remove(first);
        first.close();

        storage.away(true);
        storage.rules().answerWith(503);
        TestCollector next =
                collector("quipu.collector.spool.directory", spool, "quipu.collector.spool.patience", "100MS");
        assertThat(next.knowsRules()).isTrue();
        assertThat(send(next, spans()).statusCode()).isEqualTo(200);
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file :
                    files.filter(path -> !path.endsWith("redaction-rules.json")).toList()) {
                assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                        .doesNotContain(CANARY);
            }
        }
        storage.away(false);
        await().until(() -> storage.records() == 1);
        assertThat(stored()).contains("it was ****").doesNotContain(CANARY);
    }

    @Test
    void whatRulesChangedInStoredRecordsIsToldToTheLedgerOnce() throws Exception {
        storage.rules().set("default", RULE);
        TestCollector collector = knowing();
        byte[] spans = spans();
        assertThat(send(collector, spans).statusCode()).isEqualTo(200);
        assertThat(send(collector, spans).statusCode()).as("a retry").isEqualTo(200);
        await().until(() -> !redactions().isEmpty());
        assertThat(redactions())
                .containsExactly(
                        new JsonObject().put("rule", "1").put("action", "mask").put("changes", 2));
        assertThat(storage.records()).isEqualTo(1);
    }

    private List<Object> redactions() {
        return storage.ledgerReports().stream()
                .flatMap(report -> report.getJsonArray("redactions").stream())
                .toList();
    }

    @Test
    void unreadableBodiesAreAnsweredAndCountedAsBefore() throws Exception {
        storage.rules().set("default", RULE);
        TestCollector redacting = knowing();
        TestCollector plain = collector("quipu.redaction.enabled", "false");
        byte[] spans = spans();
        byte[] cut = Arrays.copyOf(spans, spans.length + 1);
        cut[spans.length] = 1 << 3 | 3; // a group, which no version of OTLP has
        HttpResponse<byte[]> answer = send(redacting, cut);
        HttpResponse<byte[]> before = send(plain, cut);
        assertThat(answer.statusCode()).isEqualTo(400).isEqualTo(before.statusCode());
        assertThat(answer.body()).isEqualTo(before.body());
        assertThat(storage.segments()).isEmpty();
        assertThat(storage.ledgerReports()).hasSize(2);
        assertThat(storage.ledgerReports().get(0).getJsonArray("lines"))
                .isEqualTo(storage.ledgerReports().get(1).getJsonArray("lines"));
        assertThat(redacting.bytesInFlight()).isZero();
    }

    @Test
    void badRecordsAreRejectedAndTheRestIsKeptAsBefore() throws Exception {
        storage.rules().set("default", RULE);
        ExportTraceServiceRequest request = Otlp.of(List.of(
                Otlp.span().setName(CANARY).setTraceId(ByteString.EMPTY).build(),
                Otlp.span().setName(CANARY).build()));
        HttpResponse<byte[]> answer = send(knowing(), request.toByteArray());
        assertThat(ExportTraceServiceResponse.parseFrom(answer.body())
                        .getPartialSuccess()
                        .getRejectedSpans())
                .isEqualTo(1);
        assertThat(stored()).contains("****").doesNotContain(CANARY);
    }

    @Test
    void messagesDoNotQuoteWhatRulesMean() throws Exception {
        storage.rules().set("default", RULE);
        TestCollector collector = knowing();
        HttpRequest request = HttpRequest.newBuilder(collector.tracesUri())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[{\"traceId\":\"" + CANARY + "\"}]}]}]}"))
                .build();
        HttpResponse<byte[]> answer = collector.send(request);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(new String(answer.body(), StandardCharsets.UTF_8))
                .contains("expected hex digits, got '****'")
                .doesNotContain(CANARY);
    }

    @Test
    void aRepeatedRemoteWriteIsAnsweredWithoutWhatRulesMean() throws Exception {
        storage.rules().set("default", RULE);
        TestCollector collector = knowing();
        long now = System.currentTimeMillis();
        byte[] body = snappy(v2(
                series("__name__", "up", "job", "cart").sample(1, now, now),
                series("__name__", "up", "zone", "a", CANARY, "b").sample(1, now, now)));
        HttpRequest request = HttpRequest.newBuilder(collector.tracesUri().resolve("/api/v1/write"))
                .header("Content-Type", "application/x-protobuf;proto=io.prometheus.write.v2.Request")
                .header("Content-Encoding", "snappy")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        for (int i = 0; i < 2; i++) {
            HttpResponse<byte[]> answer = collector.send(request);
            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(new String(answer.body(), StandardCharsets.UTF_8))
                    .contains("labels: expected names in order, each once, got '****'")
                    .doesNotContain(CANARY);
        }
    }

    @Test
    void aDryRunShowsAndKeepsNothing() throws Exception {
        TestCollector collector = knowing();
        String question = new JsonObject()
                .put("rules", new JsonArray().add(RULE))
                .put("texts", new JsonArray().add("x " + CANARY))
                .encode();
        HttpResponse<byte[]> answer = dryRun(collector, question);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(new JsonObject(new String(answer.body(), StandardCharsets.UTF_8))
                        .getJsonArray("changes")
                        .getJsonObject(0)
                        .getString("after"))
                .isEqualTo("x ****");
        assertThat(storage.attempts()).isEmpty();
        assertThat(dryRun(collector, "{}").statusCode()).isEqualTo(400);
        assertThat(dryRun(collector, "x".repeat(2 << 20)).statusCode()).isEqualTo(413);
        assertThat(dryRun(collector, question).statusCode())
                .as("the place is free again")
                .isEqualTo(200);
    }

    private static HttpResponse<byte[]> dryRun(TestCollector collector, String question) throws Exception {
        return collector.send(HttpRequest.newBuilder(collector.tracesUri().resolve("/v1/redaction/dry-run"))
                .POST(HttpRequest.BodyPublishers.ofString(question))
                .build());
    }
}
