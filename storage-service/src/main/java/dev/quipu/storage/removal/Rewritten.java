package dev.quipu.storage.removal;

import dev.quipu.model.segment.RecordTemplates;
import dev.quipu.model.segment.Segment;
import dev.quipu.model.segment.SegmentHead;
import dev.quipu.model.segment.SegmentHead.ComponentEntry;
import dev.quipu.storage.segments.SegmentKey;
import dev.quipu.storage.segments.SegmentRow.Counted;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A segment, and what there is instead of it.
 *
 * @param key of the segment
 * @param feedXid where it stands in the feed
 * @param left what is left of it; empty when nothing
 * @param removed what was taken, by component
 */
public record Rewritten(
        SegmentKey key,
        long feedXid,
        Side source,
        Optional<Side> left,
        List<ComponentEntry> removed,
        TakenAccount account) {

    public Rewritten {
        removed = List.copyOf(removed);
    }

    /** @param templates of its records, when they are known */
    public record Side(Segment segment, Optional<RecordTemplates> templates) {

        public SegmentHead head() {
            return segment.head();
        }
    }

    public SegmentHead head() {
        return source.head();
    }

    Optional<UUID> leftId() {
        return left.map(one -> one.head().id().toUuid());
    }

    /** How many were taken. */
    public long records() {
        return removed.stream().mapToLong(ComponentEntry::records).sum();
    }

    /** Of what was taken. */
    public long setHash() {
        return removed.stream().mapToLong(ComponentEntry::setHash).sum();
    }

    /** Where the ledger counted what was taken. */
    public List<Counted> taken() {
        return account.taken();
    }

    boolean isUntouched() {
        return removed.isEmpty();
    }

    /** @throws IllegalStateException when what was taken and what is left is not what was there */
    void requireSum() {
        long all = records() + left.map(one -> one.head().recordCount()).orElse(0);
        long allHash = setHash() + left.map(one -> one.head().setHash()).orElse(0L);
        if (all != head().recordCount() || allHash != head().setHash()) {
            throw new IllegalStateException("segment " + head().id()
                    + ": expected what was taken and what is left to be its " + head().recordCount() + " records, got "
                    + all);
        }
    }
}
