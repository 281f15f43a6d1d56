package dev.quipu.access.audit;

/**
 * Something about a chain that is not as it was written.
 *
 * @param sequence of the entry or checkpoint where it shows
 */
public record Finding(Kind kind, long sequence, String text) {

    public enum Kind {
        /** The entry, its hash or the one before it says something else than was written. */
        EDITED,
        /** Entries are missing between others, or before the first. */
        REMOVED,
        /** The entry stands where another one stood. */
        REORDERED,
        /** The chain ends before an entry that there was. */
        TRUNCATED,
        /** The chain is in itself as it should be, and another one than was signed. */
        REWRITTEN,
        /** No trusted key signed the checkpoint. */
        FORGED_CHECKPOINT
    }

    @Override
    public String toString() {
        return kind + " at " + sequence + ": " + text;
    }
}
