package dev.quipu.access.audit;

import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * Holds a chain to its hashes and checkpoints. Entries are given in the order of their sequence, all of them; then {@link
 * #end} says what is wrong. Without findings nothing up to the latest checkpoint that was kept elsewhere was changed,
 * provided that nobody else has a trusted key. Checkpoints that are only in the tables prove less: whoever may write there
 * can write the chain anew, delete them, and wait for the signer to sign what is there then. Keep copies of checkpoints
 * elsewhere: they are given like the others.
 *
 * <p>One chain, one thread. Memory grows with checkpoints and findings, not with entries.
 */
public final class ChainCheck {

    /** Entries that are wrong are compared with each other to tell what changed places; further ones are not. */
    private static final int MAX_COMPARED = 200;

    private final NavigableMap<Long, Checkpoint> checkpoints = new TreeMap<>();
    private final NavigableMap<Long, List<Finding>> findings = new TreeMap<>();
    private final List<Wrong> wrong = new ArrayList<>();
    private AuditHash last = AuditEntry.START;
    private long lastSequence;

    private record Wrong(AuditHash previous, ChainedEntry entry) {
        private boolean isPlaceOf(ChainedEntry other) {
            AuditHash there = other.entry().at(entry.entry().sequence()).hash(previous);
            return there.equals(entry.hash()) || there.equals(other.hash());
        }
    }

    /**
     * @param checkpoints in any order
     * @param trusted keys that signed what is believed
     */
    public ChainCheck(Collection<Checkpoint> checkpoints, Set<PublicKey> trusted) {
        for (Checkpoint checkpoint : checkpoints) {
            if (trusted.stream().noneMatch(checkpoint::isSignedBy)) {
                report(
                        Finding.Kind.FORGED_CHECKPOINT,
                        checkpoint.sequence(),
                        "expected a checkpoint signed by a trusted key, got one that none of " + trusted.size()
                                + " signed");
            } else {
                keep(checkpoint);
            }
        }
    }

    private void keep(Checkpoint checkpoint) {
        Checkpoint other = checkpoints.put(checkpoint.sequence(), checkpoint);
        if (other != null && !other.hash().equals(checkpoint.hash())) {
            report(
                    Finding.Kind.REWRITTEN,
                    checkpoint.sequence(),
                    "expected one chain, got signed checkpoints of two: " + other.hash() + " and " + checkpoint.hash());
        }
    }

    /** The next one. */
    public void accept(ChainedEntry next) {
        long sequence = next.entry().sequence();
        if (sequence <= lastSequence) {
            report(Finding.Kind.REORDERED, sequence, "expected one after " + lastSequence + ", got " + sequence);
            return;
        }
        boolean isGap = sequence > lastSequence + 1;
        if (isGap) {
            report(
                    Finding.Kind.REMOVED,
                    lastSequence + 1,
                    "expected entries " + (lastSequence + 1) + " to " + (sequence - 1) + ", got none");
        }
        if (!isGap && !next.follows(last)) {
            wrong(new Wrong(last, next));
        }
        compare(next);
        last = next.hash();
        lastSequence = sequence;
    }

    private void wrong(Wrong found) {
        boolean isMoved = false;
        for (Wrong other : wrong) {
            if (other.isPlaceOf(found.entry()) || found.isPlaceOf(other.entry())) {
                isMoved = true;
                moved(other.entry().entry().sequence(), found.entry().entry().sequence());
            }
        }
        if (!isMoved) {
            long sequence = found.entry().entry().sequence();
            report(
                    Finding.Kind.EDITED,
                    sequence,
                    "expected hash " + found.entry().entry().hash(found.previous()) + ", got "
                            + found.entry().hash());
        }
        if (wrong.size() < MAX_COMPARED) {
            wrong.add(found);
        }
    }

    private void moved(long one, long other) {
        for (long place : new long[] {one, other}) {
            findings.computeIfAbsent(place, none -> new ArrayList<>())
                    .removeIf(finding ->
                            finding.kind() == Finding.Kind.EDITED || finding.kind() == Finding.Kind.REORDERED);
        }
        report(Finding.Kind.REORDERED, one, "expected what stands at " + other);
        report(Finding.Kind.REORDERED, other, "expected what stands at " + one);
    }

    private void compare(ChainedEntry entry) {
        Checkpoint checkpoint = checkpoints.get(entry.entry().sequence());
        if (checkpoint != null && !checkpoint.hash().equals(entry.hash())) {
            report(
                    Finding.Kind.REWRITTEN,
                    entry.entry().sequence(),
                    "expected hash " + checkpoint.hash() + ", which was signed at " + checkpoint.at() + ", got "
                            + entry.hash());
        }
    }

    /**
     * What is wrong, by sequence; nothing when all is as it was written.
     *
     * @param head sequence of the last entry by the table that new ones are appended to
     */
    public List<Finding> end(long head) {
        Map.Entry<Long, Checkpoint> latest = checkpoints.lastEntry();
        long signed = latest == null ? 0 : latest.getKey();
        if (lastSequence < Math.max(signed, head)) {
            report(
                    Finding.Kind.TRUNCATED,
                    lastSequence + 1,
                    "expected entries up to " + Math.max(signed, head) + ", got none after " + lastSequence);
        } else if (lastSequence > head) {
            report(Finding.Kind.EDITED, head, "expected a head at " + lastSequence + ", got " + head);
        }
        return findings.values().stream().flatMap(List::stream).toList();
    }

    /** Entries seen. */
    public long lastSequence() {
        return lastSequence;
    }

    private void report(Finding.Kind kind, long sequence, String text) {
        findings.computeIfAbsent(sequence, none -> new ArrayList<>()).add(new Finding(kind, sequence, text));
    }
}
