package dev.quipu.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which replica looks at incidents and alerts: against a peer that gives out the parts of the feed. */
@QuarkusTest
@TestProfile(OneReplicaLooksTest.WithStorage.class)
class OneReplicaLooksTest {

    private static final String LEASES = "/v1/feed/consumers/analysis/leases";
    private static final String RULES = "/v1/alert-rules";
    private static final String TRANSITIONS = "/v1/alerts/transitions";
    private static final String INCIDENTS = "/v1/rollups";
    private static final Duration LEASE = Duration.ofSeconds(2);
    private static final Duration WAIT = Duration.ofSeconds(20);

    public static final class WithStorage implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "quipu.analysis.feed.enabled", "true",
                    "quipu.analysis.feed.interval", "100ms",
                    "quipu.analysis.feed.lease", LEASE.toString(),
                    "quipu.analysis.incidents.enabled", "true",
                    "quipu.analysis.incidents.interval", "100ms",
                    "quipu.analysis.alerts.enabled", "true",
                    "quipu.analysis.alerts.interval", "100ms");
        }

        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(StoragePeer.class));
        }
    }

    @Inject
    MeterRegistry metrics;

    @BeforeEach
    void anotherReplicaHoldsLogRecords() {
        StoragePeer.reset();
        leased("traces-0-of-1");
        await().atMost(WAIT).until(OneReplicaLooksTest::isQuiet);
    }

    private static void leased(String... parts) {
        StoragePeer.at(
                LEASES,
                request -> request.json(
                        200,
                        "{\"slices\":1,\"replicas\":2,\"parts\":["
                                + String.join(
                                        ",",
                                        List.of(parts).stream()
                                                .map(part -> "{\"part\":\"" + part + "\",\"cursor\":\"0\"}")
                                                .toList())
                                + "]}"));
    }

    /** Nothing is looked at while this service asks for its parts, and so goes round, again and again. */
    private static boolean isQuiet() {
        int leases = StoragePeer.requests(LEASES).size();
        int looks = looks();
        await().atMost(WAIT).until(() -> StoragePeer.requests(LEASES).size() > leases + 2);
        return looks() == looks;
    }

    private static int looks() {
        return StoragePeer.requests(RULES).size()
                + StoragePeer.requests(INCIDENTS).size();
    }

    @Test
    void whoIsGivenThePartOfLogRecordsLooksAndWhoLosesItDoesNot() {
        leased("logs");
        awaitLooks();
        leased("traces-0-of-1");
        await().atMost(WAIT).until(OneReplicaLooksTest::isQuiet);
        leased("traces-0-of-1", "logs");
        awaitLooks();
    }

    @Test
    void nobodyLooksAnyLongerThanItsLease() {
        leased("logs");
        awaitLooks();
        StoragePeer.at(LEASES, request -> request.problem(503, "not now"));
        await().atMost(WAIT).until(OneReplicaLooksTest::isQuiet);
    }

    @Test
    void whoIsGivenNoLeaseForLongLooksAllTheSame() {
        leased("traces-0-of-1");
        await().atMost(WAIT).until(OneReplicaLooksTest::isQuiet);
        assertThat(watching()).isZero();
        StoragePeer.at(LEASES, request -> request.problem(409, "slices: expected 2, got 1"));
        awaitLooks();
        assertThat(watching()).isOne();
        leased("traces-0-of-1");
        await().atMost(WAIT).until(OneReplicaLooksTest::isQuiet);
        assertThat(watching()).isZero();
    }

    private double watching() {
        return metrics.get("quipu.analysis.watching").gauge().value();
    }

    /** What was quiet before another looked says nothing of how long it is quiet now. */
    @Test
    void whoIsGivenTheTurnAgainKeepsAlertsFiringAsLongAgain() {
        firingAndQuiet();
        await().atMost(WAIT).until(() -> secondOfStep() < 3);
        leased("logs");
        awaitLooks();
        leased("traces-0-of-1");
        await().atMost(WAIT).until(OneReplicaLooksTest::isQuiet);
        assertThat(StoragePeer.requests(TRANSITIONS))
                .as("before a step is over")
                .isEmpty();
        long step = step();
        await().atMost(WAIT).until(() -> step() > step && secondOfStep() < 3);
        leased("logs");
        awaitLooks();
        assertThat(StoragePeer.requests(TRANSITIONS))
                .as("quiet for the first time")
                .isEmpty();
        await().atMost(WAIT).until(() -> !StoragePeer.requests(TRANSITIONS).isEmpty());
    }

    /** An alert that fires for a second after its condition holds no more, which is looked at in steps of ten. */
    private static void firingAndQuiet() {
        StoragePeer.at(RULES, request -> request.json(200, """
                {"rules": [{"id": 7, "version": 1, "name": "queue", "isEnabled": true, "forSeconds": 0,
                  "keepFiringSeconds": 1, "condition": {"kind": "threshold", "comparison": "above", "value": 1,
                  "windowSeconds": 60, "figure": {"kind": "metric", "match": "queue", "function": "last"}}}]}
                """));
        StoragePeer.at("/v1/alerts", request -> request.json(200, """
                {"alerts": [{"series": "", "labels": {}, "state": "firing", "since": "2026-01-01T00:00:00Z",
                  "startsAt": "2026-01-01T00:00:00Z", "isSilenced": false, "version": 3}]}
                """));
        StoragePeer.at("/v1/metrics/query", request -> request.json(200, """
                {"fromUnixNano": "0", "stepNanos": "10000000000", "lines": [], "watermark": "2026-01-01T00:00:00Z"}
                """));
        StoragePeer.at(TRANSITIONS, request -> request.send(204, new byte[0]));
    }

    private static long step() {
        return Instant.now().getEpochSecond() / 10;
    }

    private static long secondOfStep() {
        return Instant.now().getEpochSecond() % 10;
    }

    private static void awaitLooks() {
        int rules = StoragePeer.requests(RULES).size();
        int incidents = StoragePeer.requests(INCIDENTS).size();
        await().atMost(WAIT)
                .until(() -> StoragePeer.requests(RULES).size() > rules + 1
                        && StoragePeer.requests(INCIDENTS).size() > incidents + 1);
    }
}
