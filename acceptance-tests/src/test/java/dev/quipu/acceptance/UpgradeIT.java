package dev.quipu.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** From the last release to this one: on what it left, and beside it. */
class UpgradeIT {

    /** However old the records have become. */
    private static final Map<String, String> KEEP = Map.of(
            "QUIPU_STORAGE_RETENTION_DAYS", "36500",
            "QUIPU_STORAGE_RETENTION_REQUEST_KEY_DAYS", "36500",
            "QUIPU_STORAGE_RETENTION_LEDGER_DAYS", "36500",
            "QUIPU_STORAGE_ROLLUPS_TEN_SECOND_DAYS", "36500",
            "QUIPU_STORAGE_ROLLUPS_MINUTE_DAYS", "36500",
            "QUIPU_STORAGE_ROLLUPS_HOUR_DAYS", "36500");

    private static final Instant BEGIN = Instant.parse("2026-11-30T20:00:00Z");
    private static final Instant END = BEGIN.plus(Duration.ofMinutes(5));
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int SPANS_BETWEEN = 100;

    private TenantApi admin;

    @Test
    void whatTheLastReleaseKeptIsReadCountedAndKnown() {
        try (Replicas replicas = new Replicas(KEEP)) {
            LastRelease.restore(replicas.postgres());
            replicas.start();
            replicas.assertMigratedOnce();
            admin = new TenantApi(Replicas.TENANT, replicas.newKey("admin"));
            replicas.storages().forEach(this::assertRead);
            replicas.storages().forEach(storage -> assertCounted(storage, 0));
            replicas.analyses().forEach(this::assertAnalysed);
            assertRulesHold(replicas.storages().get(1));

            sendAgain(replicas.collectors().get(0));
            replicas.storages().forEach(storage -> assertCounted(storage, sent()));
            replicas.storages().forEach(this::assertRead);
        }
    }

    private void assertRead(ServiceProcess storage) {
        StorageApi api = new StorageApi(storage.url(), admin);
        SpanSets.assertSame(
                api.traces(LastRelease.spansSent().stream()
                        .map(OtlpSpan::traceId)
                        .distinct()
                        .toList()),
                LastRelease.spansLeft());
        assertThat(api.logs("severity >= info", BEGIN)).containsExactlyInAnyOrderElementsOf(LastRelease.logsLeft());
        assertThat(api.points("{service.name=\"checkout\"}", BEGIN, END))
                .containsExactlyInAnyOrderElementsOf(LastRelease.points());
        String search = "/v1/spans?limit=1000&q=service%3D%22payment%22&from=" + BEGIN + "&to=" + END;
        assertThat(admin.json(storage.url().resolve(search)).path("spans"))
                .hasSize((int) LastRelease.spansLeft().stream()
                        .filter(span -> Settled.service(span).equals("payment"))
                        .count());
    }

    private static int sent() {
        return LastRelease.spansSent().size()
                + LastRelease.logsSent().size()
                + LastRelease.points().size();
    }

    private static int left() {
        return LastRelease.spansLeft().size()
                + LastRelease.logsLeft().size()
                + LastRelease.points().size();
    }

    private void assertCounted(ServiceProcess storage, int duplicates) {
        await().atMost(SOON).untilAsserted(() -> {
            JsonNode counts = admin.json(storage.url().resolve("/v1/ledger?from=" + BEGIN))
                    .path("identities");
            assertThat(counts.path("duplicate").asInt())
                    .as(counts.toPrettyString())
                    .isEqualTo(duplicates);
            assertThat(counts.path("stored").asInt())
                    .as(counts.toPrettyString())
                    .isEqualTo(sent());
            assertThat(counts.path("live").asInt()).as(counts.toPrettyString()).isEqualTo(left());
            assertThat(counts.path("erased").asInt())
                    .as(counts.toPrettyString())
                    .isEqualTo(sent() - left());
            assertThat(counts.path("holds").asBoolean())
                    .as(counts.toPrettyString())
                    .isTrue();
        });
    }

    /** What was added up of spans that were erased since stays. */
    private void assertAnalysed(ServiceProcess analysis) {
        Map<String, Long> sent = LastRelease.spansSent().stream()
                .collect(Collectors.groupingBy(Settled::service, Collectors.counting()));
        URI red = analysis.url().resolve("/v1/red?groupBy=component&from=" + BEGIN + "&to=" + END);
        await().atMost(SOON).untilAsserted(() -> {
            JsonNode lines = admin.json(red).path("lines");
            sent.forEach((service, spans) -> assertThat(lines)
                    .as(service)
                    .filteredOn(line -> line.path("component").asText().equals(service))
                    .singleElement()
                    .extracting(line -> line.path("total").path("spans").asLong())
                    .isEqualTo(spans));
            assertThat(admin.json(analysis.url().resolve("/v1/rates?from=" + BEGIN)).findValues("differences").stream()
                            .flatMap(differences -> differences.findValuesAsText("name").stream()))
                    .as("what is not analysed")
                    .containsOnly("erased");
        });
    }

    private void assertRulesHold(ServiceProcess storage) {
        assertThat(admin.get(storage.url().resolve("/v1/retention-rules")).text())
                .contains("\"days\":36000");
        assertThat(admin.get(storage.url().resolve("/v1/redaction-rules")).text())
                .contains("\"mail\"");
        assertThat(admin.get(storage.url().resolve("/v1/scrape/targets")).text())
                .contains("http://127.0.0.1:9/metrics");
        assertThat(admin.get(storage.url().resolve("/v1/erasures")).text()).contains("request 4");
        assertThat(admin.get(storage.url().resolve("/v1/audit")).text()).contains("request 4");
    }

    /** As a sender does that has waited for its answer until now. */
    private void sendAgain(ServiceProcess collector) {
        LastRelease.requests().forEach(request -> {
            Answer answer = admin.exportJson(collector.url(), request[0], request[1].getBytes(StandardCharsets.UTF_8));
            assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        });
    }

    @Test
    void theLastReleaseGoesOnBesideThisOne() {
        Optional<Path> checkout = LastRelease.checkout();
        assumeThat(checkout).as(".ci/upgrade packages the last release").isPresent();
        try (Replicas replicas = new Replicas(Map.of("QUIPU_ANALYSIS_FEED_SLICES", "2"))) {
            replicas.all().forEach(service -> replicas.replace(service, service.of(checkout.get())));
            replicas.start();
            admin = new TenantApi(Replicas.TENANT, replicas.newKey("admin"));
            try (Load load = new Load(Replicas.urls(replicas.collectors()), admin)) {
                load.awaitMore(SPANS_BETWEEN);
                upgradeWhileAsked(replicas, load);
                load.finish();
                replicas.assertMigratedOnce();
                new Settled(replicas, admin).assertEveryRecordIsThereOnce(load, 0);
            }
        }
    }

    private void upgradeWhileAsked(Replicas replicas, Load load) {
        String trace = load.spans().get(0).traceId();
        try (Asker storage = new Asker(
                        () -> Replicas.urls(replicas.storages()),
                        List.of("/v1/traces/" + trace, "/v1/spans?limit=20", "/v1/logs?limit=20", "/v1/ledger"),
                        admin);
                Asker analysis = new Asker(
                        () -> Replicas.urls(replicas.analyses()),
                        List.of("/api/traces/" + trace, "/v1/red", "/v1/rates"),
                        admin)) {
            replicas.all().forEach(service -> upgrade(replicas, service, load));
            assertThat(storage.failures()).isEmpty();
            assertThat(analysis.failures()).isEmpty();
        }
    }

    private static void upgrade(Replicas replicas, ServiceProcess old, Load load) {
        ServiceProcess present = old.of(Checkout.ROOT);
        old.stop();
        replicas.replace(old, present);
        present.start();
        present.awaitReady();
        load.awaitMore(SPANS_BETWEEN);
    }
}
