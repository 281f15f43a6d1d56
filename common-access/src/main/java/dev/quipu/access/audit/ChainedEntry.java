package dev.quipu.access.audit;

/** An entry with the hash that was kept beside it. */
public record ChainedEntry(AuditEntry entry, AuditHash hash) {

    /** The entry as the next one after {@code previous}. */
    public static ChainedEntry after(AuditHash previous, AuditEntry entry) {
        return new ChainedEntry(entry, entry.hash(previous));
    }

    /** Whether it is what was written after {@code previous}. */
    public boolean follows(AuditHash previous) {
        return entry.hash(previous).equals(hash);
    }
}
