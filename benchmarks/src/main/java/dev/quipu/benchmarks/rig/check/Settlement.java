package dev.quipu.benchmarks.rig.check;

import dev.quipu.benchmarks.rig.client.Acknowledged;
import dev.quipu.benchmarks.rig.client.ClientTally;
import dev.quipu.benchmarks.rig.client.Journal;
import dev.quipu.benchmarks.rig.client.RequestSource;
import dev.quipu.benchmarks.rig.cluster.Cluster;
import dev.quipu.benchmarks.storage.StorageClient;
import dev.quipu.model.Signal;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The end of a run: everything is up and written, and then compared. */
public final class Settlement {

    private static final int POLL_MILLIS = 200;
    private static final int TRACES_FETCHED = 100;

    private final Cluster cluster;

    public Settlement(Cluster cluster) {
        this.cluster = cluster;
    }

    /**
     * Waits until the collector's spool is empty; at once when it has none.
     *
     * @return how long it took
     */
    public Duration awaitDrained(Duration atMost) throws InterruptedException, TimeoutException {
        long begin = System.nanoTime();
        while (spooledRecords() > 0) {
            if (System.nanoTime() - begin > atMost.toNanos()) {
                throw new TimeoutException("spool: expected it empty within " + atMost.toSeconds() + " s, it holds "
                        + spooledRecords() + " records");
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    private long spooledRecords() throws InterruptedException {
        return cluster.spool()
                .map((JsonObject spool) -> spool.getLong("records", 0L))
                .orElse(0L);
    }

    /** Every check of what was acknowledged, after the client has finished and its journal is closed. */
    public List<Check> checks(RequestSource source, Path journal, ClientTally tally)
            throws InterruptedException, IOException, SQLException {
        Acknowledged acknowledged = Acknowledged.of(Journal.read(journal));
        StorageClient storage = cluster.storageApi();
        Map<Signal, LedgerSums> ledger = new EnumMap<>(Signal.class);
        for (Signal signal : Signal.values()) {
            ledger.put(signal, LedgerSums.read(storage, signal));
        }
        List<Check> checks = new ArrayList<>();
        checks.add(Check.equal("journal of the client", tally.acknowledgedRecords(), acknowledged.records()));
        checks.addAll(Comparison.of(source, acknowledged, ledger, StoredRecords.read(cluster.postgres())));
        checks.addAll(TraceSample.of(source, acknowledged, storage, TRACES_FETCHED));
        checks.addAll(AnalysedSpans.of(storage));
        checks.add(Check.equal("records rejected in acknowledged requests", 0, tally.rejectedRecords()));
        checks.add(Check.equal("answers that make an SDK drop its records", 0, tally.dropOrders()));
        checks.add(Check.equal("services that ended by themselves", 0, cluster.endedByThemselves()));
        return checks;
    }
}
