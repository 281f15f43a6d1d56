package dev.quipu.model;

import java.util.Locale;

/** What kind of record a segment holds. The code is part of the segment format and of the tables. */
public enum Signal {
    TRACES(1),
    LOGS(2),
    METRICS(3);

    private final int code;

    Signal(int code) {
        this.code = code;
    }

    /** 1 traces, 2 logs, 3 metrics. */
    public int code() {
        return code;
    }

    /** The lower-case name used in paths, queries and the ledger: {@code traces}, {@code logs}, {@code metrics}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * @throws IllegalArgumentException when no signal has the code
     */
    public static Signal ofCode(int code) {
        for (Signal signal : values()) {
            if (signal.code == code) {
                return signal;
            }
        }
        throw new IllegalArgumentException("signal: expected 1 (traces), 2 (logs) or 3 (metrics), got " + code);
    }

    /**
     * @throws IllegalArgumentException when no signal has the label
     */
    public static Signal ofLabel(String label) {
        for (Signal signal : values()) {
            if (signal.label().equals(label)) {
                return signal;
            }
        }
        throw new IllegalArgumentException("signal: expected traces, logs or metrics, got '" + label + "'");
    }
}
