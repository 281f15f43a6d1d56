package dev.quipu.analysis;

import dev.quipu.analysis.client.Ledger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/** Storage's counts, from nothing up: what is set for a step is counted in all that lie before it. */
public final class LedgerCounts {

    private static final String STORED = "stored = live + expired + erased";
    private static final String ANALYSED = "stored = analysed + pending + failed + expired before analysis + erased";
    private static final Ledger.SetHashes HASHES = new Ledger.SetHashes("a0", "a0", "00", "00");

    private long analysed;
    private long pending;
    private long unanalysed;
    private long erased;
    private long duplicate;
    private long measured;
    private long lostOffered;
    private long lostCollected;
    private long lostStored;
    private OptionalLong inferred = OptionalLong.empty();
    private Optional<String> reportedNote = Optional.empty();
    private Optional<String> inferredNote = Optional.empty();
    private final SortedMap<String, Long> failed = new TreeMap<>();
    private final SortedMap<String, Long> rejected = new TreeMap<>();
    private final SortedMap<String, Long> sampledOut = new TreeMap<>();
    private final SortedMap<String, Long> refused = new TreeMap<>();
    private final SortedMap<String, Long> spooled = new TreeMap<>();
    private final SortedMap<String, Long> quarantined = new TreeMap<>();
    private final SortedMap<String, Long> reported = new TreeMap<>();
    private final List<Ledger.Equation> others = new ArrayList<>();

    public LedgerCounts analysed(long records) {
        analysed = records;
        return this;
    }

    public LedgerCounts pending(long records) {
        pending = records;
        return this;
    }

    public LedgerCounts failed(String reason, long records) {
        failed.put(reason, records);
        return this;
    }

    public LedgerCounts expiredBeforeAnalysis(long records) {
        unanalysed = records;
        return this;
    }

    public LedgerCounts erased(long records) {
        erased = records;
        return this;
    }

    public LedgerCounts spooled(String collector, long records) {
        spooled.put(collector, records);
        return this;
    }

    public LedgerCounts quarantined(String reason, long records) {
        quarantined.put(reason, records);
        return this;
    }

    public LedgerCounts duplicate(long records) {
        duplicate = records;
        return this;
    }

    public LedgerCounts rejected(String reason, long records) {
        rejected.put(reason, records);
        return this;
    }

    public LedgerCounts sampledOut(String policy, long records) {
        sampledOut.put(policy, records);
        return this;
    }

    public LedgerCounts refused(String reason, long records) {
        refused.put(reason, records);
        return this;
    }

    public LedgerCounts measured(long records) {
        measured = records;
        return this;
    }

    public LedgerCounts reported(String reason, long records) {
        reported.put(reason, records);
        return this;
    }

    public LedgerCounts reportedNote(String note) {
        reportedNote = Optional.of(note);
        return this;
    }

    public LedgerCounts inferred(long records) {
        inferred = OptionalLong.of(records);
        return this;
    }

    public LedgerCounts inferredNote(String note) {
        inferredNote = Optional.of(note);
        return this;
    }

    /** Offered, and nothing says what became of them. */
    public LedgerCounts lostOffered(long records) {
        lostOffered = records;
        return this;
    }

    /** Collected, and nothing says what became of them. */
    public LedgerCounts lostCollected(long records) {
        lostCollected = records;
        return this;
    }

    /** Stored, and neither analysed nor anything else. */
    public LedgerCounts lostStored(long records) {
        lostStored = records;
        return this;
    }

    public LedgerCounts equation(String name, long difference) {
        others.add(new Ledger.Equation(name, difference));
        return this;
    }

    public Ledger.Counts build() {
        long stored = analysed + pending + Ledger.sum(failed) + unanalysed + erased + lostStored;
        long collected = stored + Ledger.sum(spooled) + Ledger.sum(quarantined) + lostCollected;
        long offered = collected
                + duplicate
                + Ledger.sum(rejected)
                + Ledger.sum(sampledOut)
                + Ledger.sum(refused)
                + lostOffered;
        List<Ledger.Equation> equations = new ArrayList<>(others);
        equations.add(new Ledger.Equation(STORED, 0));
        equations.add(new Ledger.Equation(ANALYSED, lostStored));
        return new Ledger.Counts(
                new Ledger.Missing(measured, reported, reportedNote, inferred, inferredNote),
                offered,
                collected,
                duplicate,
                rejected,
                sampledOut,
                refused,
                spooled,
                quarantined,
                stored,
                stored - unanalysed - erased,
                unanalysed,
                erased,
                analysed,
                pending,
                failed,
                HASHES,
                equations);
    }
}
