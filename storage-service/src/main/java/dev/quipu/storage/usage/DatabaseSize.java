package dev.quipu.storage.usage;

/**
 * What the whole database takes up on disk, whoever's the records are.
 *
 * @param bytes all of it; without its log of changes, which the server keeps beside it
 * @param segmentBytes the segments with their indexes, also what deleted ones have left and new ones will fill
 */
public record DatabaseSize(long bytes, long segmentBytes) {

    /** Ledger, catalog, rollups, request keys and PostgreSQL's own tables; 0 when the database shrank meanwhile. */
    public long otherBytes() {
        return Math.max(0, bytes - segmentBytes);
    }
}
