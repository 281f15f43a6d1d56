package dev.quipu.collector.spool;

import dev.quipu.model.erasure.SegmentErasure;
import dev.quipu.model.segment.Outcome;
import dev.quipu.model.segment.Removed;
import dev.quipu.model.segment.Segment;
import dev.quipu.model.segment.SegmentFormatException;
import dev.quipu.model.segment.SegmentHead;
import dev.quipu.model.segment.SegmentId;
import dev.quipu.model.segment.SegmentParcel;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Writes one file of a spool anew without records that are to be erased. A parcel keeps its id, so that storage keeps one
 * of the two should both come to it, and tells the ledger itself what went. What is delivered is left out. What can not be
 * read can not be searched either: it is kept as it is.
 */
final class SpoolRewrite {

    private static final Logger LOG = Logger.getLogger(SpoolRewrite.class);

    private final SpoolFile old;
    private final Function<SpoolEntry, Optional<SegmentErasure>> erasures;
    private final Map<SegmentId, Integer> erased = new HashMap<>();
    private final Holdings held = new Holdings();
    private boolean isDeliveredConcerned;
    private long records;

    /** @param erasures that concern an entry, if any does */
    SpoolRewrite(SpoolFile old, Function<SpoolEntry, Optional<SegmentErasure>> erasures) {
        this.old = old;
        this.erasures = erasures;
    }

    /** Whether anything in the file, delivered or not, may have to go. */
    boolean isNeeded() throws IOException {
        isDeliveredConcerned = mayHold(SpoolFrame.DELIVERED);
        return isDeliveredConcerned || mayHold(SpoolFrame.KEPT);
    }

    /** Whether what was written lacks anything that had to go, or may have. */
    boolean hasErased() {
        return records > 0 || isDeliveredConcerned;
    }

    /** What the new file holds. */
    Holdings held() {
        return held;
    }

    /** Records that were taken out. */
    long records() {
        return records;
    }

    private boolean mayHold(byte state) throws IOException {
        SpoolCursor cursor = new SpoolCursor(old, state);
        for (Optional<SpoolEntry> entry = cursor.next(); entry.isPresent(); entry = cursor.next()) {
            Optional<SegmentErasure> erasure = erasures.apply(entry.get());
            if (erasure.isPresent() && mayHold(erasure.get(), entry.get())) {
                return true;
            }
        }
        return false;
    }

    private boolean mayHold(SegmentErasure erasure, SpoolEntry entry) throws IOException {
        try {
            Segment segment = Segment.parse(old.parcel(entry).framed());
            return erasure.mayHold(segment.head(), segment.filter());
        } catch (SegmentFormatException e) {
            LOG.warnf("A damaged segment can not be searched for what is to be erased: %s", e.getMessage());
            return false;
        }
    }

    /** Returns once the new file, under a name of its own, outlives a loss of power. */
    SpoolFile write(SpoolFile.Force force) throws IOException {
        SpoolFile fresh = SpoolFile.next(old, erased);
        try {
            SpoolCursor cursor = new SpoolCursor(old);
            for (Optional<SpoolEntry> entry = cursor.next(); entry.isPresent(); entry = cursor.next()) {
                copy(entry.get(), fresh);
            }
            fresh.force(force);
            return fresh;
        } catch (IOException | RuntimeException e) {
            fresh.delete();
            throw e;
        }
    }

    private void copy(SpoolEntry entry, SpoolFile fresh) throws IOException {
        Optional<SegmentErasure> erasure = erasures.apply(entry);
        Optional<SegmentParcel> smaller = erasure.isPresent() ? without(erasure.get(), entry) : Optional.empty();
        byte[] payload = smaller.isPresent() ? smaller.get().toBytes() : old.payload(entry);
        SpoolFrame frame =
                smaller.isPresent() ? SpoolFrame.of(payload, entry.frame().sequence()) : entry.frame();
        SegmentParcel.Label label = smaller.map(SegmentParcel::label).orElse(entry.label());
        smaller.map(SpoolRewrite::erasedIn)
                .or(() -> Optional.of(entry.erased()))
                .ifPresent(count -> {
                    if (count > 0) {
                        erased.put(label.id(), count);
                    }
                });
        SpoolEntry copied = new SpoolEntry(fresh, fresh.size(), frame, label);
        fresh.append(List.of(frame), List.of(payload), channel -> {}, () -> held.add(Holding.of(copied)));
    }

    /** Empty when nothing goes. */
    private Optional<SegmentParcel> without(SegmentErasure erasure, SpoolEntry entry) throws IOException {
        try {
            SegmentParcel parcel = old.parcel(entry);
            Removed<SegmentParcel> removed = erasure.erase(parcel, parcel::id);
            records += removed.records();
            return removed.records() == 0 ? Optional.empty() : removed.remaining();
        } catch (SegmentFormatException e) {
            return Optional.empty(); // told of before
        }
    }

    /** Records that a parcel tells the ledger it has lost. */
    static int erasedIn(SegmentParcel parcel) {
        return Math.toIntExact(Segment.parse(parcel.framed()).head().ledger().stream()
                .filter(line -> line.outcome() == Outcome.ERASED)
                .mapToLong(SegmentHead.LedgerLine::records)
                .sum());
    }
}
