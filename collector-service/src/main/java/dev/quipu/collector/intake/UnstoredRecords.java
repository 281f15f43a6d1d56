package dev.quipu.collector.intake;

import dev.quipu.collector.client.StorageAnswer;
import dev.quipu.collector.client.StorageClient;
import dev.quipu.model.TraceId;
import dev.quipu.model.redaction.Redacted;
import dev.quipu.model.redaction.RedactionAction;
import dev.quipu.model.segment.Outcome;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Future;
import io.vertx.core.Promise;
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
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Tells the ledger what no segment tells it: of records that reached a door but no segment, and of what redaction changed
 * in those that did. Counts gather for a moment and then leave as one report for each tenant and signal, sent again under
 * the same id until storage has it. While storage is away they are in memory alone. Any thread.
 */
@Singleton
public final class UnstoredRecords {

    private static final Logger LOG = Logger.getLogger(UnstoredRecords.class);
    private static final Duration LINGER = Duration.ofMillis(20);
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration PAUSE = Duration.ofSeconds(5);
    private static final int MAX_REPORTS = 1000;

    /** Of one report; storage keeps no more. */
    private static final int MAX_NOTES = 1000;

    private record Cell(Outcome outcome, String reason) {}

    private record Note(TraceId traceId, Cell cell) {}

    private record Rule(String id, RedactionAction action) {}

    /** What gathers for the next report of a tenant and signal. */
    private record Gathered(
            Map<Cell, Long> counts, Map<Note, Long> notes, Map<Rule, Long> redactions, Promise<Void> told) {
        Gathered() {
            this(new HashMap<>(), new HashMap<>(), new HashMap<>(), Promise.promise());
        }

        boolean isOfRedactionsAlone() {
            return counts.isEmpty() && notes.isEmpty();
        }
    }

    /**
     * @param isOfRedactionsAlone which a storage that is older than this service does not know
     * @param told completes when storage has it, or is away
     */
    private record Report(String tenant, JsonObject body, boolean isOfRedactionsAlone, Promise<Void> told) {}

    private final StorageClient storage;
    private final IntakeThreads threads;
    private final Map<Lane.Name, Gathered> gathering = new HashMap<>();
    private final Map<Lane.Name, Map<Rule, Long>> redacting = new HashMap<>();
    private final Deque<Report> reports = new ArrayDeque<>();
    private boolean sending;
    private boolean away;

    @Inject
    public UnstoredRecords(StorageClient storage, IntakeThreads threads) {
        this.storage = storage;
        this.threads = threads;
    }

    void start(@Observes StartupEvent event) {
        threads.after(PAUSE, this::tick);
    }

    /** Completes, on any thread, when the ledger has it, or when storage is away; never fails. */
    synchronized Future<Void> add(Lane.Name lane, Outcome outcome, String reason, long records) {
        if (records == 0) {
            return Future.succeededFuture();
        }
        Gathered gathered = gathered(lane);
        gathered.counts().merge(new Cell(outcome, reason), records, Long::sum);
        return away ? Future.succeededFuture() : gathered.told().future();
    }

    /** Says whose trace some of the records are, which are counted here or in a segment; not of all when it is many. */
    synchronized void note(Lane.Name lane, TraceId traceId, Outcome outcome, String reason, long records) {
        Map<Note, Long> notes = gathered(lane).notes();
        Note note = new Note(traceId, new Cell(outcome, reason));
        if (notes.size() < MAX_NOTES || notes.containsKey(note)) {
            notes.merge(note, records, Long::sum);
        }
    }

    /**
     * Counts what redaction changed in records that are durable. Nobody waits for these counts: they leave every few
     * seconds, and those of the last seconds before a kill are lost.
     */
    synchronized void redacted(Lane.Name lane, List<Redacted.RuleCount> counts) {
        for (Redacted.RuleCount count : counts) {
            redacting
                    .computeIfAbsent(lane, name -> new HashMap<>())
                    .merge(new Rule(count.rule(), count.action()), count.found(), Long::sum);
        }
    }

    private Gathered gathered(Lane.Name lane) {
        if (gathering.isEmpty() && !away && !sending) {
            threads.after(LINGER, this::report);
        }
        return gathering.computeIfAbsent(lane, name -> new Gathered());
    }

    /** Reports at once and blocks until storage has it all, or the time is over. Not for event loops. */
    synchronized void flush(Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        gatherRedactions();
        report();
        while (!reports.isEmpty() || !gathering.isEmpty()) {
            long leftMillis = (end - System.nanoTime()) / 1_000_000;
            if (leftMillis <= 0) {
                LOG.warnf("%d reports did not reach storage's ledger", reports.size());
                return;
            }
            wait(leftMillis);
        }
    }

    private void tick() {
        gatherRedactions();
        report();
        threads.after(PAUSE, this::tick);
    }

    private synchronized void gatherRedactions() {
        redacting.forEach((lane, found) ->
                found.forEach((rule, count) -> gathered(lane).redactions().merge(rule, count, Long::sum)));
        redacting.clear();
    }

    /** While a report is on its way further counts wait for its end, and then leave together. */
    private synchronized void report() {
        if (!sending) {
            cut();
            sendNext();
        }
    }

    private void cut() {
        gathering.forEach((lane, gathered) -> reports.add(
                new Report(lane.tenant(), body(lane, gathered), gathered.isOfRedactionsAlone(), gathered.told())));
        gathering.clear();
        while (away && reports.size() > MAX_REPORTS) {
            LOG.errorf(
                    "Storage was away too long to tell its ledger: %s",
                    reports.remove().body().encode());
        }
    }

    private void sendNext() {
        Report next = reports.peek();
        sending = next != null;
        if (next != null) {
            storage.postLedger(next.tenant(), next.body()).onSuccess(answer -> sent(next, answer));
            threads.after(PATIENCE, () -> awaitNoLonger(next));
        }
    }

    /** Storage that does not answer is as good as away, for those who wait. */
    private void awaitNoLonger(Report report) {
        List<Promise<Void>> waiting;
        synchronized (this) {
            waiting = reports.contains(report) ? waiting() : List.of();
        }
        waiting.forEach(Promise::tryComplete);
    }

    private List<Promise<Void>> waiting() {
        return Stream.concat(
                        reports.stream().map(Report::told),
                        gathering.values().stream().map(Gathered::told))
                .toList();
    }

    private void sent(Report report, StorageAnswer answer) {
        List<Promise<Void>> told;
        synchronized (this) {
            away = answer.kind() == StorageAnswer.Kind.UNAVAILABLE;
            if (away) {
                sending = false; // until the next tick
                told = waiting();
            } else {
                if (answer.kind() != StorageAnswer.Kind.STORED && !report.isOfRedactionsAlone()) {
                    LOG.errorf(
                            "Storage can not take a ledger report: %s: %s",
                            answer.detail(), report.body().encode());
                }
                reports.remove(report);
                told = List.of(report.told());
                if (reports.isEmpty()) {
                    cut();
                }
                notifyAll();
                sendNext();
            }
        }
        told.forEach(Promise::tryComplete);
    }

    private static JsonObject body(Lane.Name lane, Gathered gathered) {
        JsonArray lines = new JsonArray();
        gathered.counts().forEach((cell, records) -> lines.add(line(cell, records)));
        JsonArray traces = new JsonArray();
        gathered.notes()
                .forEach((note, records) -> traces.add(
                        line(note.cell(), records).put("traceId", note.traceId().hex())));
        return new JsonObject()
                .put("id", UUID.randomUUID().toString())
                .put("signal", lane.signal().label())
                .put("collectedAt", Instant.now().toString())
                .put("lines", lines)
                .put("traces", traces)
                .put("redactions", redactions(gathered));
    }

    private static JsonArray redactions(Gathered gathered) {
        JsonArray redactions = new JsonArray();
        gathered.redactions()
                .forEach((rule, changes) -> redactions.add(new JsonObject()
                        .put("rule", rule.id())
                        .put("action", rule.action().label())
                        .put("changes", changes)));
        return redactions;
    }

    private static JsonObject line(Cell cell, long records) {
        return new JsonObject()
                .put("outcome", cell.outcome().label())
                .put("reason", cell.reason())
                .put("records", records);
    }
}
