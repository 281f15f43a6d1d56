package dev.quipu.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quipu.analysis.alert.AlertWatch;
import dev.quipu.analysis.feed.FeedFollower;
import dev.quipu.analysis.incident.IncidentWatch;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which replica looks at incidents and alerts: against a peer that gives out the parts of the feed. */
@QuarkusTest
@QuarkusTestResource(StoragePeer.class)
@TestProfile(ByHand.class)
class OneReplicaLooksTest {

    private static final String LEASES = "/v1/feed/consumers/analysis/leases";
    private static final String RULES = "/v1/alert-rules";
    private static final String TRANSITIONS = "/v1/alerts/transitions";
    private static final String INCIDENTS = "/v1/rollups";
    private static final Duration LEASE = Duration.ofSeconds(6);
    private static final Duration STEP = Duration.ofSeconds(10);
    private static final Duration WAIT = Duration.ofSeconds(20);

    @Inject
    FeedFollower follower;

    @Inject
    AlertWatch alerts;

    @Inject
    IncidentWatch incidents;

    @Inject
    SetTime time;

    @Inject
    MeterRegistry metrics;

    @BeforeEach
    void anotherReplicaHoldsLogRecords() {
        StoragePeer.reset();
        leased("traces-0-of-1");
        time.passes(LEASE);
        assertThat(looks()).isFalse();
    }

    private static void leased(String... parts) {
        String leases = Arrays.stream(parts)
                .map(part -> "{\"part\":\"" + part + "\",\"cursor\":\"0\"}")
                .collect(Collectors.joining(","));
        StoragePeer.at(
                LEASES, request -> request.json(200, "{\"slices\":1,\"replicas\":2,\"parts\":[" + leases + "]}"));
    }

    /** Renews leases that are due, and has alert rules and incidents looked at, if it is this service's turn. */
    private boolean looks() {
        follower.tick().await().atMost(WAIT);
        int rules = StoragePeer.requests(RULES).size();
        int windows = StoragePeer.requests(INCIDENTS).size();
        alerts.tick().await().atMost(WAIT);
        incidents.tick().await().atMost(WAIT);
        boolean looked = StoragePeer.requests(RULES).size() > rules;
        assertThat(StoragePeer.requests(INCIDENTS).size() > windows)
                .as("looks for incidents as well")
                .isEqualTo(looked);
        assertThat(metrics.get("quipu.analysis.watching").gauge().value()).isEqualTo(looked ? 1 : 0);
        return looked;
    }

    private boolean looksAfter(Duration passed) {
        time.passes(passed);
        return looks();
    }

    @Test
    void whoIsGivenThePartOfLogRecordsLooksAndWhoLosesItDoesNot() {
        leased("logs");
        assertThat(looksAfter(LEASE)).isTrue();
        leased("traces-0-of-1");
        assertThat(looksAfter(LEASE)).isFalse();
        leased("traces-0-of-1", "logs");
        assertThat(looksAfter(LEASE)).isTrue();
    }

    @Test
    void nobodyLooksAnyLongerThanItsLease() {
        leased("logs");
        assertThat(looksAfter(LEASE)).isTrue();
        StoragePeer.at(LEASES, request -> request.problem(503, "not now"));
        assertThat(looksAfter(LEASE.minusNanos(1))).isTrue();
        assertThat(looksAfter(Duration.ofNanos(1))).isFalse();
    }

    @Test
    void whoIsGivenNoLeaseForLongLooksAllTheSame() {
        StoragePeer.at(LEASES, request -> request.problem(409, "slices: expected 2, got 1"));
        assertThat(looksAfter(LEASE.multipliedBy(3).minusNanos(1))).isFalse();
        assertThat(looksAfter(Duration.ofNanos(1))).isTrue();
        leased("traces-0-of-1");
        assertThat(looks()).isFalse();
    }

    /** What was quiet before another looked says nothing of how long it is quiet now. */
    @Test
    void whoIsGivenTheTurnAgainKeepsAlertsFiringAsLongAgain() {
        firingAndQuiet();
        leased("logs");
        assertThat(looksAfter(STEP)).isTrue();
        leased("traces-0-of-1");
        assertThat(looksAfter(STEP)).isFalse();
        leased("logs");
        assertThat(looksAfter(STEP)).isTrue();
        assertThat(StoragePeer.requests(TRANSITIONS))
                .as("quiet for the first time")
                .isEmpty();
        assertThat(looksAfter(STEP)).isTrue();
        assertThat(StoragePeer.requests(TRANSITIONS)).hasSize(1);
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
}
