package dev.quipu.collector.spool;

import dev.quipu.model.AnyValue;
import dev.quipu.model.Component;
import dev.quipu.model.erasure.ErasureTarget;
import dev.quipu.model.erasure.SegmentErasure;
import dev.quipu.model.segment.RecordChoice;
import dev.quipu.model.segment.RecordRemoval;
import dev.quipu.model.segment.Removed;
import dev.quipu.model.segment.Segment;
import dev.quipu.model.segment.SegmentFormatException;
import dev.quipu.model.segment.SegmentParcel;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What is to go of a parcel when its file is written anew. What went stands in the parcel's ledger. */
interface SpoolRemoval {

    /**
     * False only when nothing of the parcel goes.
     *
     * @throws SegmentFormatException when that cannot be told, as the parcel is damaged
     */
    boolean mayConcern(SpoolEntry entry) throws IOException;

    Removed<SegmentParcel> from(SegmentParcel parcel);

    /** Nothing goes, but the parcel is to be written again. */
    SpoolRemoval NOTHING = new SpoolRemoval() {
        @Override
        public boolean mayConcern(SpoolEntry entry) {
            return true;
        }

        @Override
        public Removed<SegmentParcel> from(SegmentParcel parcel) {
            return new Removed<>(Optional.of(parcel), List.of());
        }
    };

    /** All of its records go. */
    SpoolRemoval EVERYTHING = new SpoolRemoval() {
        @Override
        public boolean mayConcern(SpoolEntry entry) {
            return true;
        }

        @Override
        public Removed<SegmentParcel> from(SegmentParcel parcel) {
            return RecordRemoval.from(parcel, new Everything(), parcel::id);
        }
    };

    static SpoolRemoval of(List<ErasureTarget> targets) {
        SegmentErasure erasure = new SegmentErasure(targets);
        return new SpoolRemoval() {
            @Override
            public boolean mayConcern(SpoolEntry entry) throws IOException {
                Segment segment = Segment.parse(entry.file().parcel(entry).framed());
                return erasure.mayHold(segment.head(), segment.filter());
            }

            @Override
            public Removed<SegmentParcel> from(SegmentParcel parcel) {
                return erasure.erase(parcel, parcel::id);
            }
        };
    }

    /** Chooses every record. */
    final class Everything implements RecordChoice {
        @Override
        public boolean component(Component component) {
            return true;
        }

        @Override
        public boolean trace(long high, long low) {
            return true;
        }

        @Override
        public Set<String> keys() {
            return Set.of();
        }

        @Override
        public boolean pair(String key, AnyValue value) {
            return false;
        }
    }
}
