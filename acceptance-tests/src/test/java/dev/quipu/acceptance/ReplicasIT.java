package dev.quipu.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.ByteString;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.trace.v1.Span;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/**
 * Two collectors, two storages and two analyses on one PostgreSQL, under load, one of each killed: what one held is soon
 * another's, what one was told holds at the other, and at the end every record is there once.
 */
class ReplicasIT {

    private static final Map<String, String> SETTINGS = Map.of(
            "QUIPU_ANALYSIS_FEED_SLICES", "2",
            "QUIPU_STORAGE_COMPACTION_INTERVAL", "1s",
            "QUIPU_STORAGE_COMPACTION_MIN_AGE", "1s",
            "QUIPU_STORAGE_COMPACTION_MAX_AGE", "3s",
            "QUIPU_STORAGE_RETENTION_INTERVAL", "2s");

    private static final Duration TAKEN_OVER = Duration.ofSeconds(10);

    /** A second after which what one replica was told holds at every other, and what a busy machine adds. */
    private static final Duration KNOWN = Duration.ofSeconds(1 + 5);

    private static final Duration SOON = Duration.ofSeconds(30);

    private static final int TARGETS = 2;
    private static final long INTERVAL_MILLIS = 1_000;
    private static final int SAMPLE = 60;
    private static final String MAIL = "ada@example.com";
    private static final String KEY = "user.id";

    private final Replicas replicas = new Replicas(SETTINGS);
    private final ScrapedPages pages = new ScrapedPages(TARGETS);
    private TenantApi admin;

    /** Spans that came beside those of the load. */
    private int others;

    @Test
    void areAsOneWhicheverIsKilled() {
        try (replicas;
                pages) {
            replicas.start();
            replicas.assertMigratedOnce();
            admin = new TenantApi(Replicas.TENANT, replicas.newKey("admin"));
            addTargets();
            try (Load load = new Load(Replicas.urls(replicas.collectors()), admin)) {
                load.awaitMore(SAMPLE);
                aRevokedKeyOpensNoDoor();
                aRedactionRuleHoldsAtBothCollectors();
                targetsOfAKilledCollectorAreFetchedByTheOther();
                partsOfAKilledAnalysisAreFollowedByTheOther();
                bothStoragesAnswerTheSameWhileTheyMerge(load);
                whatOneStorageErasedTheOtherDoesNotServe();
                aRetentionRuleHoldsAtBothStorages();
                load.awaitMore(SAMPLE);
                load.finish();
                new Settled(replicas, admin).assertEveryRecordIsThereOnce(load, others);
                eachTimeOfATargetIsFetchedOnce();
            }
        }
    }

    private void addTargets() {
        for (int number = 0; number < TARGETS; number++) {
            Answer added = admin.post(
                    replicas.storages().get(number % 2).url().resolve("/v1/scrape/targets"),
                    pages.target(number, INTERVAL_MILLIS));
            assertThat(added.status()).as(added.text()).isEqualTo(201);
        }
        await().atMost(SOON).until(() -> pages.fetches().size() == TARGETS);
    }

    private void aRevokedKeyOpensNoDoor() {
        JsonNode key = replicas.addKey("reader");
        String secret = key.path("key").asText();
        URI revoked = storage(0).resolve("/v1/api-keys/" + key.path("id").asText());
        assertThat(admin.delete(revoked).status()).isEqualTo(204);
        within(
                KNOWN,
                "a revoked key is refused",
                () -> replicas.doors().allMatch(door -> Replicas.isStranger(door, secret)));
    }

    private void aRedactionRuleHoldsAtBothCollectors() {
        Answer added = admin.post(
                storage(0).resolve("/v1/redaction-rules"),
                "{\"name\":\"people\",\"detectors\":[\"email\"],\"action\":\"mask\"}");
        assertThat(added.status()).as(added.text()).isEqualTo(201);
        within(
                KNOWN,
                "a rule is at work",
                () -> replicas.collectors().stream()
                        .noneMatch(collector ->
                                stored(send(collector, "mail", MAIL)).contains(MAIL)));
    }

    private void targetsOfAKilledCollectorAreFetchedByTheOther() {
        String name = replicas.postgres()
                .texts("SELECT collector FROM scrape_lease ORDER BY key")
                .get(0);
        String held = "SELECT count(*) FROM scrape_lease WHERE collector = '" + name + "'";
        ServiceProcess victim = replicas.collectors().get(name.endsWith("1") ? 0 : 1);
        victim.kill();
        within(
                TAKEN_OVER,
                "a killed collector's targets are leased to the other",
                () -> replicas.postgres().number(held) == 0);
        startAgain(victim);
    }

    private void partsOfAKilledAnalysisAreFollowedByTheOther() {
        int watching = isWatching(replicas.analyses().get(0)) ? 0 : 1;
        ServiceProcess victim = replicas.analyses().get(watching);
        ServiceProcess other = replicas.analyses().get(1 - watching);
        List<String> owners =
                replicas.postgres().texts("SELECT DISTINCT owner FROM feed_lease WHERE expires_at > clock_timestamp()");
        assertThat(owners).as("replicas that share the feed").hasSize(2);
        victim.kill();
        within(
                TAKEN_OVER,
                "a killed analysis' parts are followed by the other",
                () -> isWatching(other)
                        && replicas.postgres().number("SELECT count(DISTINCT owner) FROM feed_lease") == 1);
        startAgain(victim);
    }

    private static boolean isWatching(ServiceProcess analysis) {
        return new String(new ReadApi(analysis.management()).ok("/q/metrics", "text/plain"), StandardCharsets.UTF_8)
                .lines()
                .anyMatch(line -> line.startsWith("quipu_analysis_watching") && line.endsWith(" 1.0"));
    }

    private void bothStoragesAnswerTheSameWhileTheyMerge(Load load) {
        String merged = "SELECT coalesce(sum(level), 0) FROM segment";
        long before = replicas.postgres().number(merged);
        List<OtlpSpan> all = load.spans();
        List<OtlpSpan> known = all.subList(Math.max(0, all.size() - SAMPLE), all.size());
        List<String> traces = known.stream().map(OtlpSpan::traceId).distinct().toList();
        List<OtlpSpan> whole =
                all.stream().filter(span -> traces.contains(span.traceId())).toList();
        within(SOON, "segments are merged", () -> {
            for (ServiceProcess storage : replicas.storages()) {
                SpanSets.assertSame(new StorageApi(storage.url(), admin).traces(traces), whole);
            }
            return replicas.postgres().number(merged) != before;
        });
    }

    private void whatOneStorageErasedTheOtherDoesNotServe() {
        ServiceProcess one = replicas.storages().get(0);
        ServiceProcess other = replicas.storages().get(1);
        ByteString trace = send(replicas.collectors().get(0), KEY, "erased");
        other.kill();
        awaitDone(one, erase(one, "erased"));
        startAgain(other);
        for (ServiceProcess storage : replicas.storages()) {
            assertThat(stored(storage, trace)).doesNotContain("erased");
        }
        theOtherErasesWhenOneIsKilled(one, other);
    }

    /** @param one that erased last, and is the one that does */
    private void theOtherErasesWhenOneIsKilled(ServiceProcess one, ServiceProcess other) {
        ByteString trace = send(replicas.collectors().get(0), KEY, "interrupted");
        String owner =
                replicas.postgres().texts("SELECT owner FROM erasure_lease").get(0);
        String erasure = erase(other, "interrupted");
        within(
                SOON,
                "an erasure is begun",
                () -> replicas.postgres().number("SELECT count(*) FROM erasure WHERE state = 'running'") == 1);
        one.kill();
        within(
                TAKEN_OVER,
                "a killed storage's erasure is the other's",
                () -> replicas.postgres().number("SELECT count(*) FROM erasure_lease WHERE owner <> '" + owner + "'")
                        == 1);
        awaitDone(other, erasure);
        startAgain(one);
        for (ServiceProcess storage : replicas.storages()) {
            assertThat(stored(storage, trace)).doesNotContain("interrupted");
        }
    }

    private String erase(ServiceProcess storage, String value) {
        Answer asked = admin.post(
                storage.url().resolve("/v1/erasures"),
                "{\"reason\":\"asked for\",\"attribute\":{\"key\":\"%s\",\"value\":\"%s\"}}".formatted(KEY, value));
        assertThat(asked.status()).as(asked.text()).isEqualTo(202);
        return "/v1/erasures/" + GuardedCluster.json(asked).path("id").asText();
    }

    private void awaitDone(ServiceProcess storage, String erasure) {
        within(
                SOON,
                "an erasure is done",
                () -> admin.json(storage.url().resolve(erasure))
                        .path("state")
                        .asText()
                        .equals("done"));
    }

    private void aRetentionRuleHoldsAtBothStorages() {
        Duration old = Duration.ofDays(3);
        long end = Requests.unixNano(Instant.now().minus(old));
        ByteString trace = Requests.randomId(16);
        send(
                replicas.collectors().get(1),
                Requests.span("long ago", trace)
                        .setStartTimeUnixNano(end - 1)
                        .setEndTimeUnixNano(end)
                        .addAttributes(Requests.attribute(KEY, "expired")));
        within(
                SOON,
                "an old span is stored",
                () -> stored(replicas.storages().get(0), trace).contains("expired"));
        Answer added = admin.post(storage(0).resolve("/v1/retention-rules"), "{\"signal\":\"traces\",\"days\":1}");
        assertThat(added.status()).as(added.text()).isEqualTo(201);
        within(
                SOON,
                "it has expired for both",
                () -> replicas.storages().stream()
                        .noneMatch(storage -> stored(storage, trace).contains("expired")));
        assertThat(admin.get(storage(1).resolve("/v1/retention-rules")).text()).contains("\"days\":1");
    }

    /**
     * In each second a target has one time at which it is fetched, and what is fetched again for that time is taken for a
     * repetition: no two points have the same, and there is a point for each fetch but those that a kill cut off.
     */
    private void eachTimeOfATargetIsFetchedOnce() {
        long fetches = pages.fetches().values().stream().mapToLong(List::size).sum();
        await().atMost(SOON).untilAsserted(() -> {
            List<String> points = new StorageApi(storage(0), admin)
                    .points("{__name__=\"" + ScrapedPages.METRIC + "\"}").stream()
                            .map(point -> point.resource().getAttributesList() + " "
                                    + ((NumberDataPoint) point.point()).getTimeUnixNano())
                            .toList();
            assertThat(points).doesNotHaveDuplicates().hasSizeGreaterThanOrEqualTo((int) fetches - TARGETS);
        });
    }

    private URI storage(int index) {
        return replicas.storages().get(index).url();
    }

    private static void startAgain(ServiceProcess service) {
        service.start();
        service.awaitReady();
    }

    /** Sends a span with an attribute; returns its trace. */
    private ByteString send(ServiceProcess collector, String key, String value) {
        ByteString trace = Requests.randomId(16);
        send(collector, Requests.span("beside the load", trace).addAttributes(Requests.attribute(key, value)));
        return trace;
    }

    private void send(ServiceProcess collector, Span.Builder span) {
        Answer answer =
                admin.export(collector.url(), Requests.of("beside", span).toByteArray());
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        others++;
    }

    private String stored(ByteString trace) {
        return stored(replicas.storages().get(0), trace);
    }

    private String stored(ServiceProcess storage, ByteString trace) {
        return admin.get(storage.url().resolve("/v1/traces/" + OtlpSpan.hex(trace)))
                .text();
    }

    private static void within(Duration atMost, String what, BooleanSupplier condition) {
        await(what)
                .atMost(atMost)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(50))
                .until(condition::getAsBoolean);
    }
}
