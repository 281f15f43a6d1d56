package dev.quipu.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** No 2xx leaves before the COMMIT, or the fsync of the spool, that covers it: seen in the order of the system calls. */
class DurabilityOrderIT {

    private static final int REQUESTS = 8;
    private static final String ACKNOWLEDGED = "HTTP/1.1 200";
    private static final String STORED = "HTTP/1.1 201";
    private static final String COMMITTED = "COMMIT";

    @BeforeAll
    static void needsStrace() {
        assumeTrue(SystemCalls.canBeWatched(), "strace is not installed, or may not watch processes here");
    }

    @Test
    void noAcknowledgementLeavesBeforeTheCommitThatCoversIt() throws Exception {
        try (Cluster cluster = Cluster.start(Map.of())) {
            send(cluster, 3);
            List<Long> postgres = cluster.postgresPids();
            List<Long> all = new ArrayList<>(postgres);
            all.add(cluster.collector().pid());
            all.add(cluster.storage().pid());
            List<SystemCalls.Event> events;
            try (SystemCalls calls = SystemCalls.watch(all)) {
                send(cluster, REQUESTS);
                events = calls.stop();
            }
            List<SystemCalls.Event> window = new ArrayList<>();
            int acknowledged = 0;
            for (SystemCalls.Event event : events) {
                window.add(event);
                if (isAnswer(event, cluster.collector())) {
                    acknowledged++;
                    assertOrder(
                            window,
                            before -> before.sends("POST /v1/segments"),
                            before -> before.forces("pg_wal"),
                            before -> before.sends(COMMITTED) && !before.text().contains("POST"),
                            before -> before.sends(STORED));
                    window.clear();
                }
            }
            assertThat(acknowledged).isGreaterThanOrEqualTo(REQUESTS);
        }
    }

    @Test
    void noAcknowledgementLeavesBeforeTheSpoolIsForced() throws Exception {
        // So that the spool's first file is made while it is watched, however slow storage is before it is killed.
        try (Cluster cluster = Cluster.start(Map.of("QUIPU_COLLECTOR_SPOOL_PATIENCE", "30s"))) {
            send(cluster, 3);
            cluster.storage().kill();
            List<SystemCalls.Event> events;
            try (SystemCalls calls =
                    SystemCalls.watch(List.of(cluster.collector().pid()))) {
                send(cluster, REQUESTS);
                events = calls.stop();
            }
            List<SystemCalls.Event> window = new ArrayList<>();
            int acknowledged = 0;
            for (SystemCalls.Event event : events) {
                window.add(event);
                if (isAnswer(event, cluster.collector())) {
                    acknowledged++;
                    if (acknowledged == 1) {
                        assertOrder(window, before -> before.forces("/spool>"), before -> isWrite(before));
                    }
                    assertOrder(window, before -> isWrite(before), before -> before.forces(".spool>"));
                    window.clear();
                }
            }
            assertThat(acknowledged).isEqualTo(REQUESTS);
            cluster.storage().start();
            cluster.storage().awaitReady();
            await().untilAsserted(() -> Ledger.of(cluster.storageApi()).assertHolds(3 + REQUESTS));
        }
    }

    /** Sent from the service's own port. */
    private static boolean isAnswer(SystemCalls.Event event, ServiceProcess service) {
        return event.sends(ACKNOWLEDGED) && event.text().contains(":" + service.port() + "->");
    }

    private static boolean isWrite(SystemCalls.Event event) {
        return event.ends() && event.call().equals("pwrite64") && event.text().contains(".spool>");
    }

    /** Each of the events is there after the one before. */
    @SafeVarargs
    private static void assertOrder(List<SystemCalls.Event> events, Predicate<SystemCalls.Event>... expected) {
        int next = 0;
        for (SystemCalls.Event event : events) {
            if (next < expected.length && expected[next].test(event)) {
                next++;
            }
        }
        assertThat(next)
                .as(() -> "steps found in this order before the answer:\n" + String.join("\n", texts(events)))
                .isEqualTo(expected.length);
    }

    private static Set<String> texts(List<SystemCalls.Event> events) {
        Set<String> texts = new HashSet<>();
        events.stream()
                .filter(event -> event.text().contains("HTTP") || event.call().contains("sync") || isWrite(event))
                .forEach(event -> texts.add(event.call() + event.text()));
        return texts;
    }

    /** One span each, one after the other. */
    private static void send(Cluster cluster, int requests) throws Exception {
        for (int i = 0; i < requests; i++) {
            byte[] body = Requests.of(
                            "ordered",
                            List.of(Requests.span("work", Requests.randomId(16)).build()))
                    .toByteArray();
            assertThat(cluster.otlpHttp().post(body).status()).isEqualTo(200);
        }
    }
}
