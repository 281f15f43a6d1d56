package dev.quipu.storage.ledger;

import dev.quipu.model.segment.Outcome;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What became of the records of a window, and whether it adds up. What the ledger says was stored is held against
 * what is counted in the segments themselves. Set-hashes are sums modulo 2^64. Not thread-safe.
 */
public final class LedgerAccount {

    /** Why records expired: a rule let them go after analysis had passed them. */
    public static final String EXPIRED_ANALYSED = "retention";

    /** Why records expired: a rule let them go although analysis had not passed them. */
    public static final String EXPIRED_UNANALYSED = "retention before analysis";

    private final Map<Outcome, SortedMap<String, Long>> records = new EnumMap<>(Outcome.class);
    private final Map<Outcome, Long> setHashes = new EnumMap<>(Outcome.class);
    private final SortedMap<String, Long> spooled = new TreeMap<>();
    private final SortedMap<String, Long> quarantined = new TreeMap<>();
    private long missing;
    private final SortedMap<String, Long> reported = new TreeMap<>();
    private Optional<String> reportedNote = Optional.empty();
    private Optional<Losses.Inference> inferred = Optional.empty();
    private long retried;
    private long failedAhead;
    private long live;
    private long liveSetHash;
    private long liveAnalysed;

    /** One identity that should hold. @param difference left minus right; 0 when it holds */
    public record Identity(String name, boolean holds, long difference) {}

    void addLine(Outcome outcome, String reason, long count, long setHash) {
        if (count == 0 && setHash == 0) {
            return;
        }
        records.computeIfAbsent(outcome, unseen -> new TreeMap<>()).merge(reason, count, Long::sum);
        setHashes.merge(outcome, setHash, Long::sum);
    }

    void addLive(long count, long setHash, long analysed) {
        live += count;
        liveSetHash += setHash;
        liveAnalysed += analysed;
    }

    void addSpooled(String collector, long count) {
        spooled.merge(collector, count, Long::sum);
    }

    void addQuarantined(String reason, long count) {
        quarantined.merge(reason, count, Long::sum);
    }

    void addMissing(long count) {
        missing += count;
    }

    void addReported(String errorType, long count) {
        reported.merge(errorType, count, Long::sum);
    }

    void noteReported(String note) {
        reportedNote = Optional.of(note);
    }

    void addInferred(Losses.Inference inference) {
        inferred = Optional.of(inference);
    }

    void addRetried(long count) {
        retried += count;
    }

    /** Reported as failed before the committed cursor of analysis passed them, retried or not. */
    void addFailedAhead(long count) {
        failedAhead += count;
    }

    public long offered() {
        return collected()
                + records(Outcome.DUPLICATE)
                + records(Outcome.REJECTED)
                + records(Outcome.SAMPLED_OUT)
                + records(Outcome.REFUSED);
    }

    /** Acknowledged: stored, or held durably until it can be. */
    public long collected() {
        return records(Outcome.STORED) + sum(spooled) + sum(quarantined);
    }

    /** Held by collectors, as they last said; by collector. */
    public SortedMap<String, Long> spooled() {
        return Collections.unmodifiableSortedMap(spooled);
    }

    /** Kept because they could not be stored; by reason. */
    public SortedMap<String, Long> quarantined() {
        return Collections.unmodifiableSortedMap(quarantined);
    }

    /** Handed over by producers that number their batches, and never seen. */
    public long missing() {
        return missing;
    }

    /** Lost by SDKs, as they say themselves; by {@code error.type}. */
    public SortedMap<String, Long> reported() {
        return Collections.unmodifiableSortedMap(reported);
    }

    /** What {@link #reported} lacks; empty when nothing. */
    public Optional<String> reportedNote() {
        return reportedNote;
    }

    /** Spans that were never seen and are named as parents; empty when it was not asked, or they are of another group. */
    public Optional<Losses.Inference> inferred() {
        return inferred;
    }

    /** What the sources produced, as far as there is evidence. */
    public long produced() {
        return offered()
                + missing
                + sum(reported)
                + inferred.flatMap(Losses.Inference::spans).orElse(0L);
    }

    public long records(Outcome outcome) {
        return sum(byReason(outcome));
    }

    private static long sum(SortedMap<String, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    public SortedMap<String, Long> byReason(Outcome outcome) {
        return records.getOrDefault(outcome, new TreeMap<>());
    }

    public long setHash(Outcome outcome) {
        return setHashes.getOrDefault(outcome, 0L);
    }

    /** Counted in the segments, not in the ledger. */
    public long live() {
        return live;
    }

    public long liveSetHash() {
        return liveSetHash;
    }

    /** Passed by the committed cursor of analysis and digested, live or let go since. */
    public long analysed() {
        long passed = liveAnalysed + byReason(Outcome.EXPIRED).getOrDefault(EXPIRED_ANALYSED, 0L);
        return passed + failedAhead - records(Outcome.FAILED) - retried;
    }

    /** Stored and not passed yet, or given back to be tried again. */
    public long pending() {
        return live - liveAnalysed - failedAhead + retried;
    }

    /** Let go before analysis had passed them. */
    public long expiredUnanalysed() {
        return byReason(Outcome.EXPIRED).getOrDefault(EXPIRED_UNANALYSED, 0L);
    }

    /** The identities that two independent counts stand for, each with what it is out by. */
    public List<Identity> identities() {
        long kept = live + records(Outcome.EXPIRED) + records(Outcome.ERASED);
        long keptSetHash = liveSetHash + setHash(Outcome.EXPIRED) + setHash(Outcome.ERASED);
        long accounted =
                analysed() + pending() + records(Outcome.FAILED) + expiredUnanalysed() + records(Outcome.ERASED);
        List<Identity> identities = new ArrayList<>();
        identities.add(identity("stored = live + expired + erased", records(Outcome.STORED) - kept));
        identities.add(identity(
                "set-hash of stored = set-hash of live + expired + erased", setHash(Outcome.STORED) - keptSetHash));
        identities.add(identity(
                "stored = analysed + pending + failed + expired before analysis + erased",
                records(Outcome.STORED) - accounted));
        return identities;
    }

    private static Identity identity(String name, long difference) {
        return new Identity(name, difference == 0, difference);
    }
}
