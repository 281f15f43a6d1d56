package dev.quipu.storage.ledger;

import dev.quipu.model.segment.Outcome;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
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
    private long live;
    private long liveSetHash;
    private long liveAnalysed;

    /** One identity that should hold. @param difference left minus right; 0 when it holds */
    public record Identity(String name, boolean holds, long difference) {}

    void addLine(Outcome outcome, String reason, long count, long setHash) {
        records.computeIfAbsent(outcome, unseen -> new TreeMap<>()).merge(reason, count, Long::sum);
        setHashes.merge(outcome, setHash, Long::sum);
    }

    void addLive(long count, long setHash, long analysed) {
        live += count;
        liveSetHash += setHash;
        liveAnalysed += analysed;
    }

    public long offered() {
        return collected()
                + records(Outcome.DUPLICATE)
                + records(Outcome.REJECTED)
                + records(Outcome.SAMPLED_OUT)
                + records(Outcome.REFUSED);
    }

    /** What storage knows to be collected; what a collector has spooled is not stored yet. */
    public long collected() {
        return records(Outcome.STORED);
    }

    public long records(Outcome outcome) {
        return byReason(outcome).values().stream().mapToLong(Long::longValue).sum();
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

    /** Passed by the committed cursor of analysis, live or let go since. */
    public long analysed() {
        return liveAnalysed + byReason(Outcome.EXPIRED).getOrDefault(EXPIRED_ANALYSED, 0L) - records(Outcome.FAILED);
    }

    /** Stored and not passed yet. */
    public long pending() {
        return live - liveAnalysed;
    }

    /** Let go before analysis had passed them. */
    public long expiredUnanalysed() {
        return byReason(Outcome.EXPIRED).getOrDefault(EXPIRED_UNANALYSED, 0L);
    }

    /** The identities, each with what it is out by. */
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
