package dev.quipu.analysis.fate;

import dev.quipu.analysis.client.FateEvidence;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a collector said of a trace, or why it said nothing that counts.
 *
 * @param collector its name, as storage knows it
 * @param url as storage knows it
 * @param reason why it is unsure or was not asked; empty otherwise
 * @param segments with records of the trace; none unless it is spooled
 * @param at when it had answered, or was given up
 */
record CollectorSaid(
        Kind kind,
        String collector,
        Optional<String> url,
        Optional<String> reason,
        List<FateEvidence.SpooledSegment> segments,
        Instant at) {

    CollectorSaid {
        segments = List.copyOf(segments);
    }

    enum Kind {
        /** It holds records of the trace. */
        SPOOLED,
        /** It holds none, and saw all that it holds. */
        NOT_SPOOLED,
        /** It found none, and may not have seen all that it holds. */
        UNSURE,
        /** It could not be asked, or somebody else answered. */
        NOT_ASKED;

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Whether nothing more is to be known from it. */
    boolean isFinal() {
        return kind == Kind.SPOOLED || kind == Kind.NOT_SPOOLED;
    }

    FateEvidence evidence() {
        boolean isCounted = kind != Kind.NOT_ASKED;
        return new FateEvidence(
                FateEvidence.COLLECTOR,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                isCounted
                        ? Optional.of(segments.stream()
                                .mapToLong(FateEvidence.SpooledSegment::records)
                                .sum())
                        : Optional.empty(),
                reason,
                Optional.empty(),
                Optional.empty(),
                Optional.of(at.toString()),
                Optional.empty(),
                Optional.empty(),
                Optional.of(collector),
                url,
                Optional.of(kind.label()),
                segments.isEmpty() ? Optional.empty() : Optional.of(segments));
    }
}
