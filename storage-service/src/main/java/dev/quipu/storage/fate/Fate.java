package dev.quipu.storage.fate;

import java.util.Locale;

/** What became of a trace. Whether a collector has it spooled is said by who asks the collectors. */
public enum Fate {
    /** Spans of it are here, and nothing says that others were refused. */
    STORED,
    /** Spans of it are here, and others were rejected or sampled out. */
    PARTLY_STORED,
    /** It may have been in a segment that retention let go. */
    EXPIRED,
    /** It may have been in a segment that was erased. */
    ERASED,
    /** It was offered and not taken: rejected, sampled out or refused, as the evidence says. */
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
}
