package dev.quipu.benchmarks.storage;

import io.vertx.core.json.JsonObject;

/**
 * What storage's ledger counts.
 *
 * @param stored records committed, by the ledger
 * @param live records that are there, counted in the segments
 * @param holds whether every equation of the ledger holds
 */
public record LedgerCounts(long stored, long live, boolean holds) {

    /** @param signal {@code traces}, {@code logs} or {@code metrics} */
    public static LedgerCounts read(StorageClient storage, String signal) throws InterruptedException {
        JsonObject counts = storage.json("/v1/ledger?signal=" + signal).getJsonObject("identities");
        return new LedgerCounts(counts.getLong("stored"), counts.getLong("live"), counts.getBoolean("holds"));
    }

    /** What was counted since an earlier look; the equations are those of this one. */
    public LedgerCounts since(LedgerCounts earlier) {
        return new LedgerCounts(stored - earlier.stored, live - earlier.live, holds);
    }
}
