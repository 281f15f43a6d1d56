package dev.quipu.analysis.fate;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What became of a trace. */
public enum Fate {
    /** All of it that is known of is in segments. */
    STORED,
    /** Spans of it are in segments, and others were rejected or sampled out, or are still spooled. */
    PARTLY_STORED,
    /** A collector holds spans of it that storage does not have. */
    SPOOLED,
    /** It may have been in a segment that retention let go. */
    EXPIRED,
    /** It may have been in a segment that was erased. */
    ERASED,
    /** It was offered and not taken. */
    REJECTED,
    /** Its requests were known, and what they held is gone. */
    DUPLICATE,
    /** No record of it reached a door: everything that could say otherwise was looked at. */
    NEVER_OFFERED,
    /** Not everything that could say something was looked at. */
    UNKNOWN;

    /** The lower-case name used in answers. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Empty when there is no such fate. */
    static Optional<Fate> ofLabel(String label) {
        return Arrays.stream(values())
                .filter(fate -> fate.label().equals(label))
                .findFirst();
    }
}
