package dev.quipu.benchmarks.rig.growth;

import dev.quipu.benchmarks.rig.cluster.Cluster;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What goes on after records were acknowledged: analysis, merges, and the space that these give back. */
public final class Background {

    /** Longer than it takes until the space of a merge is looked for again. */
    private static final int UNCHANGED_SECONDS = 20;

    private final Cluster cluster;
    private final Relations relations;

    public Background(Cluster cluster) {
        this.cluster = cluster;
        this.relations = new Relations(cluster.postgres());
    }

    /** Waits until everything stored is analysed and merged, and files have kept their size for a while. */
    public void awaitDone(Duration atMost) throws InterruptedException, TimeoutException, SQLException, IOException {
        long deadline = System.nanoTime() + atMost.toNanos();
        long bytes = 0;
        for (int unchanged = 0; unchanged < UNCHANGED_SECONDS; unchanged++) {
            if (System.nanoTime() - deadline > 0) {
                throw new TimeoutException("background: expected all merged and analysed within " + atMost.toSeconds()
                        + " s, there are " + relations.unmergedSegments() + " segments to merge and " + pending()
                        + " records to analyse");
            }
            TimeUnit.SECONDS.sleep(1);
            long now = relations.sizes().values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
            if (now != bytes || relations.unmergedSegments() > 0 || pending() > 0) {
                unchanged = -1;
            }
            bytes = now;
        }
    }

    private long pending() throws InterruptedException {
        return cluster.storageApi()
                .json("/v1/ledger")
                .getJsonObject("identities")
                .getLong("pending");
    }
}
