package dev.quipu.benchmarks.storage;

import io.vertx.core.json.JsonObject;

/**
 * What storage's ledger has counted in all.
 *
 * @param collected spans acknowledged by a collector
 * @param stored spans committed
 */
public record LedgerCounts(long collected, long stored) {

    public static LedgerCounts read(StorageClient storage) throws InterruptedException {
        JsonObject totals = storage.json("/v1/ledger?signal=traces&from=0").getJsonObject("identities");
        return new LedgerCounts(totals.getLong("collected"), totals.getLong("stored"));
    }

    public LedgerCounts since(LedgerCounts earlier) {
        return new LedgerCounts(collected - earlier.collected, stored - earlier.stored);
    }
}
