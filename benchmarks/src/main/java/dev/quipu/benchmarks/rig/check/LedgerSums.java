package dev.quipu.benchmarks.rig.check;

import dev.quipu.benchmarks.rig.client.Sums;
import dev.quipu.benchmarks.storage.StorageClient;
import dev.quipu.model.Signal;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.stream.Collectors;

/**
 * What storage's ledger answers of one signal.
 *
 * @param stored by the lines of the ledger
 * @param live counted in the segments
 * @param duplicate records that were sent again after they were stored
 * @param differences the ledger's equations that do not hold, by name; empty when all do
 */
public record LedgerSums(Sums stored, Sums live, long duplicate, String differences) {

    /** @throws IllegalStateException when storage does not answer with 200 */
    public static LedgerSums read(StorageClient storage, Signal signal) throws InterruptedException {
        JsonObject counts = storage.json("/v1/ledger?signal=" + signal.label()).getJsonObject("identities");
        JsonObject hashes = counts.getJsonObject("setHash");
        return new LedgerSums(
                new Sums(counts.getLong("stored"), hash(hashes, "stored")),
                new Sums(counts.getLong("live"), hash(hashes, "live")),
                counts.getLong("duplicate"),
                counts.getJsonArray("differences", new JsonArray()).stream()
                        .map(JsonObject.class::cast)
                        .map(equation -> equation.getString("name") + " is out by " + equation.getString("difference"))
                        .collect(Collectors.joining("; ")));
    }

    private static long hash(JsonObject hashes, String name) {
        return Long.parseUnsignedLong(hashes.getString(name), 16);
    }
}
