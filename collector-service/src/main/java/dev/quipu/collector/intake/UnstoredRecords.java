package dev.quipu.collector.intake;

import dev.quipu.collector.client.StorageAnswer;
import dev.quipu.collector.client.StorageClient;
import dev.quipu.model.segment.Outcome;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Tells the ledger of records that reached a door but no segment. Counts gather for a while and then leave as one
 * report for each tenant and signal, sent again under the same id until storage has it. Any thread.
 */
@Singleton
public final class UnstoredRecords {

    private static final Logger LOG = Logger.getLogger(UnstoredRecords.class);
    private static final Duration PAUSE = Duration.ofSeconds(5);
    private static final int MAX_REPORTS = 1000;

    private record Cell(Outcome outcome, String reason) {}

    private record Report(String tenant, JsonObject body) {}

    private final StorageClient storage;
    private final IntakeThreads threads;
    private final Map<Lane.Name, Map<Cell, Long>> counts = new HashMap<>();
    private final Deque<Report> reports = new ArrayDeque<>();
    private boolean sending;

    @Inject
    public UnstoredRecords(StorageClient storage, IntakeThreads threads) {
        this.storage = storage;
        this.threads = threads;
    }

    void start(@Observes StartupEvent event) {
        threads.after(PAUSE, this::tick);
    }

    synchronized void add(Lane.Name lane, Outcome outcome, String reason, long records) {
        if (records > 0) {
            counts.computeIfAbsent(lane, name -> new HashMap<>()).merge(new Cell(outcome, reason), records, Long::sum);
        }
    }

    /** Reports at once and blocks until storage has it all, or the time is over. Not for event loops. */
    synchronized void flush(Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        report();
        while (!reports.isEmpty()) {
            long leftMillis = (end - System.nanoTime()) / 1_000_000;
            if (leftMillis <= 0) {
                LOG.warnf("%d reports did not reach storage's ledger", reports.size());
                return;
            }
            wait(leftMillis);
        }
    }

    private void tick() {
        report();
        threads.after(PAUSE, this::tick);
    }

    private synchronized void report() {
        counts.forEach((lane, cells) -> reports.add(new Report(lane.tenant(), body(lane, cells))));
        counts.clear();
        while (reports.size() > MAX_REPORTS) {
            LOG.errorf(
                    "Storage was away too long to tell its ledger: %s",
                    reports.remove().body().encode());
        }
        if (!sending) {
            sendNext();
        }
    }

    private void sendNext() {
        Report next = reports.peek();
        sending = next != null;
        if (next != null) {
            storage.postLedger(next.tenant(), next.body()).onSuccess(answer -> sent(next, answer));
        }
    }

    private synchronized void sent(Report report, StorageAnswer answer) {
        switch (answer.kind()) {
            case STORED -> reports.remove(report);
            case UNAVAILABLE -> {
                sending = false; // until the next tick
                return;
            }
            case UNACCEPTABLE, DUPLICATE_REQUESTS -> {
                LOG.errorf(
                        "Storage can not take a ledger report: %s: %s",
                        answer.detail(), report.body().encode());
                reports.remove(report);
            }
        }
        notifyAll();
        sendNext();
    }

    private static JsonObject body(Lane.Name lane, Map<Cell, Long> cells) {
        JsonArray lines = new JsonArray();
        cells.forEach((cell, records) -> lines.add(new JsonObject()
                .put("outcome", cell.outcome().label())
                .put("reason", cell.reason())
                .put("records", records)));
        return new JsonObject()
                .put("id", UUID.randomUUID().toString())
                .put("signal", lane.signal().label())
                .put("collectedAt", Instant.now().toString())
                .put("lines", lines);
    }
}
