package dev.quipu.collector.spool;

import dev.quipu.access.encryption.DataKey;
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
    private final SpoolPlace place;
    private final Function<SpoolEntry, Optional<SpoolRemoval>> removals;
    private final Map<SegmentId, Integer> erased = new HashMap<>();
    private final Holdings held = new Holdings();
    private boolean isDeliveredConcerned;
    private boolean isSealedAnew;
    private long records;

    /** @param removals what is to go of an entry, if anything may */
    SpoolRewrite(SpoolFile old, SpoolPlace place, Function<SpoolEntry, Optional<SpoolRemoval>> removals) {
        this.old = old;
        this.place = place;
        this.removals = removals;
    }

    /** Whether anything in the file, delivered or not, may have to go. */
    boolean isNeeded() throws IOException {
        isDeliveredConcerned = mayHold(SpoolFrame.DELIVERED);
        return isDeliveredConcerned || mayHold(SpoolFrame.KEPT);
    }

    /** Whether what was written lacks anything that had to go, or may have, or lies under another key. */
    boolean hasChanged() {
        return records > 0 || isDeliveredConcerned || isSealedAnew;
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
            Optional<SpoolRemoval> removal = removals.apply(entry.get());
            if (removal.isPresent() && mayConcern(removal.get(), entry.get())) {
                return true;
            }
        }
        return false;
    }

    private boolean mayConcern(SpoolRemoval removal, SpoolEntry entry) throws IOException {
        try {
            return removal.mayConcern(entry);
        } catch (SegmentFormatException e) {
            LOG.warnf("A damaged segment can not be searched for what is to be erased: %s", e.getMessage());
            return false;
        }
    }

    /** Returns once the new file, under a name of its own, outlives a loss of power. */
    SpoolFile write() throws IOException {
        SpoolFile fresh = SpoolFile.next(old, erased);
        try {
            SpoolCursor cursor = new SpoolCursor(old);
            for (Optional<SpoolEntry> entry = cursor.next(); entry.isPresent(); entry = cursor.next()) {
                copy(entry.get(), fresh);
            }
            fresh.force(place.force());
            return fresh;
        } catch (IOException | RuntimeException e) {
            fresh.delete();
            throw e;
        }
    }

    private void copy(SpoolEntry entry, SpoolFile fresh) throws IOException {
        Optional<SpoolRemoval> removal = removals.apply(entry);
        try {
            if (removal.isPresent() && isWrittenAnew(entry, removal.get(), fresh)) {
                return;
            }
        } catch (SegmentFormatException e) { // told of before
            if (place.keys().isRetired(entry.label().tenant(), entry.generation())) {
                LOG.errorf(
                        e,
                        "%d records go with their key uncounted",
                        entry.label().records());
                isSealedAnew = true;
                return;
            }
        }
        SpoolPayload same = new SpoolPayload(entry.label(), entry.generation(), old.payload(entry));
        put(entry.frame(), same, entry.erased(), fresh);
    }

    private void put(SpoolFrame frame, SpoolPayload payload, int lost, SpoolFile fresh) throws IOException {
        if (lost > 0) {
            erased.put(payload.label().id(), lost);
        }
        SpoolEntry copied = new SpoolEntry(fresh, fresh.size(), frame, payload.label(), payload.generation());
        fresh.append(List.of(frame), List.of(payload.bytes()), channel -> {}, () -> held.add(Holding.of(copied)));
    }

    /** Also where nothing goes of it, when it lies under another key than the newest; else it is to be copied as it lies. */
    private boolean isWrittenAnew(SpoolEntry entry, SpoolRemoval removal, SpoolFile fresh) throws IOException {
        Optional<DataKey> key = place.keys().current(entry.label().tenant());
        boolean isOfOtherKey =
                entry.generation() != key.map(DataKey::generation).orElse(0);
        Removed<SegmentParcel> removed = removal.from(old.parcel(entry));
        if (removed.records() == 0 && !isOfOtherKey || removed.remaining().isEmpty()) {
            return false;
        }
        records += removed.records();
        isSealedAnew |= isOfOtherKey;
        SegmentParcel left = removed.remaining().get();
        SpoolPayload payload = SpoolPayload.of(left, key);
        put(SpoolFrame.of(payload, entry.frame().sequence()), payload, erasedIn(left), fresh);
        return true;
    }

    /** Records that a parcel tells the ledger it has lost. */
    static int erasedIn(SegmentParcel parcel) {
        return Math.toIntExact(Segment.parse(parcel.framed()).head().ledger().stream()
                .filter(line -> line.outcome() == Outcome.ERASED)
                .mapToLong(SegmentHead.LedgerLine::records)
                .sum());
    }
}
