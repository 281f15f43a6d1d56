package dev.quipu.model.segment;

import java.util.Locale;

/** What became of offered records, as the ledger counts it. The code is part of the segment format and the tables. */
public enum Outcome {
    /** Committed; takes part in {@code collected}. */
    STORED(1),
    /** A retry of a request that is stored already. */
    DUPLICATE(2),
    /** Refused for what it is, with a reason told to the sender. */
    REJECTED(3),
    /** Left out by a sampling policy. */
    SAMPLED_OUT(4),
    /** Refused for our own trouble; the sender was told to come again. */
    REFUSED(5),
    /** Stored once, dropped by retention. */
    EXPIRED(6),
    /** Stored once, erased on request. */
    ERASED(7),
    /** Stored, but analysis could not digest it. */
    FAILED(8);

    private final int code;

    Outcome(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    /** The lower-case name used in answers: {@code stored}, {@code sampled_out}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * @throws IllegalArgumentException when no outcome has the code
     */
    public static Outcome ofCode(int code) {
        for (Outcome outcome : values()) {
            if (outcome.code == code) {
                return outcome;
            }
        }
        throw new IllegalArgumentException("outcome: expected 1 to " + values().length + ", got " + code);
    }
}
