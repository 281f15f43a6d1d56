package dev.quipu.model.redaction;

import org.jspecify.annotations.Nullable;

/**
 * What becomes of one value.
 *
 * @param bytes the value's text instead, bytes that are no UTF-8 as they came; null when it stays, or goes
 * @param dropped whether it goes
 * @param counts pairs of a rule's index and how often it found something
 */
record Verdict(byte @Nullable [] bytes, boolean dropped, int[] counts) {

    static final Verdict UNCHANGED = new Verdict(null, false, new int[0]);

    /** Bytes that it takes, about. */
    int weight() {
        return Integer.BYTES * counts.length + (bytes == null ? 0 : bytes.length);
    }

    boolean changes() {
        return dropped || bytes != null;
    }
}
