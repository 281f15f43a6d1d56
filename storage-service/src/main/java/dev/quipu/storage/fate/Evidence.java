package dev.quipu.storage.fate;

import dev.quipu.model.segment.Outcome;
import dev.quipu.model.segment.SegmentId;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

/** Something that says what became of a trace. */
public sealed interface Evidence {

    Kind kind();

    enum Kind {
        STORED,
        LET_GO,
        NOTED,
        SPOOLED,
        QUARANTINED
    }

    /** Spans of it are in a segment. @param records of the trace in it */
    record Stored(SegmentId segment, int level, LocalDate day, int records, Instant committedAt) implements Evidence {
        @Override
        public Kind kind() {
            return Kind.STORED;
        }
    }

    /**
     * A segment that may have held spans of it is gone.
     *
     * @param outcome {@link Outcome#EXPIRED} or {@link Outcome#ERASED}
     * @param records of all traces in it
     * @param falsePositiveRate how likely a trace that was not in it looks as if it had been
     */
    record LetGo(
            SegmentId segment,
            Outcome outcome,
            String reason,
            LocalDate day,
            int records,
            long minTimeUnixNano,
            long maxTimeUnixNano,
            Instant at,
            double falsePositiveRate)
            implements Evidence {
        @Override
        public Kind kind() {
            return Kind.LET_GO;
        }
    }

    /** A collector said that records of it are in no segment. @param at minute of collection */
    record Noted(Outcome outcome, String reason, long records, Instant at) implements Evidence {
        @Override
        public Kind kind() {
            return Kind.NOTED;
        }
    }

    /** A collector holds segments of the tenant; it is to be asked. @param records in them */
    record Spooled(String collector, Optional<String> url, long records, Instant oldest, Instant reportedAt)
            implements Evidence {
        @Override
        public Kind kind() {
            return Kind.SPOOLED;
        }
    }

    /** Segments of the tenant are in quarantine; what is in them is not known. @param records in them */
    record Quarantined(long records, Instant oldest) implements Evidence {
        @Override
        public Kind kind() {
            return Kind.QUARANTINED;
        }
    }
}
