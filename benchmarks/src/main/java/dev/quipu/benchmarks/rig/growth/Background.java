package dev.quipu.benchmarks.rig.growth;

import dev.quipu.benchmarks.storage.StorageClient;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * What goes on after records were acknowledged: analysis, merges, and the space that these give back. It is looked at
 * seldom, so that looking costs nothing beside it.
 */
final class Background {

    private static final int INTERVAL_SECONDS = 5;

    /** As often in turn as it takes to outlast the wait until the space of a merge is looked for again. */
    private static final int UNCHANGED = 5;

    private final Relations relations;
    private final StorageClient storage;

    Background(Relations relations, StorageClient storage) {
        this.relations = relations;
        this.storage = storage;
    }

    /** Waits until everything stored is analysed and merged, and files have kept their size for a while. */
    void awaitDone(Duration atMost) throws InterruptedException, TimeoutException, SQLException {
        long deadline = System.nanoTime() + atMost.toNanos();
        long bytes = 0;
        for (int unchanged = 0; unchanged < UNCHANGED; unchanged++) {
            TimeUnit.SECONDS.sleep(INTERVAL_SECONDS);
            if (System.nanoTime() - deadline > 0) {
                throw new TimeoutException("background: expected all merged and analysed within " + atMost.toSeconds()
                        + " s, there are " + relations.unmergedSegments() + " segments to merge and " + pending()
                        + " records to analyse");
            }
            if (relations.unmergedSegments() > 0 || unchanged == 0 && pending() > 0) {
                unchanged = -1;
                continue;
            }
            long now = relations.totalBytes();
            if (now != bytes) {
                unchanged = 0;
            }
            bytes = now;
        }
    }

    private long pending() throws InterruptedException {
        return storage.json("/v1/ledger").getJsonObject("identities").getLong("pending");
    }
}
