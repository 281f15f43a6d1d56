package dev.quipu.analysis;

import static org.awaitility.Awaitility.await;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
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

    private static void awaitLooks() {
        int rules = StoragePeer.requests(RULES).size();
        int incidents = StoragePeer.requests(INCIDENTS).size();
        await().atMost(WAIT)
                .until(() -> StoragePeer.requests(RULES).size() > rules + 1
                        && StoragePeer.requests(INCIDENTS).size() > incidents + 1);
    }
}
