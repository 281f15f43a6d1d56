package dev.quipu.benchmarks.rig.growth;

import dev.quipu.benchmarks.machine.ProcessUsage;
import dev.quipu.benchmarks.machine.ProcessWatch;
import dev.quipu.benchmarks.query.Question;
import dev.quipu.benchmarks.query.Timing;
import dev.quipu.benchmarks.rig.cluster.Cluster;
import dev.quipu.benchmarks.rig.cluster.Service;
import dev.quipu.benchmarks.rig.cluster.ServiceProcess;
import dev.quipu.benchmarks.storage.StorageClient;
import dev.quipu.benchmarks.storage.StoredSpans;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Looks at the services and their database from outside, before and after spans are added. */
public final class GrowthProbe implements AutoCloseable {

    private static final Duration IDLE = Duration.ofSeconds(20);

    private final Cluster cluster;
    private final Relations relations;

    /** @param cluster with its database up */
    public GrowthProbe(Cluster cluster) throws SQLException, IOException {
        this.cluster = cluster;
        this.relations = new Relations(cluster.postgres());
    }

    /** PostgreSQL's {@code fsync} and {@code synchronous_commit}. */
    public String durability() throws SQLException {
        return relations.durability();
    }

    /** Of tables with their TOAST and of indexes, the largest first; partitions together. */
    public Map<String, Long> diskBytes() throws SQLException {
        return relations.sizes();
    }

    /** Waits until everything stored is analysed and merged, and the database has given back what it no longer needs. */
    public void awaitBackground(Duration atMost) throws InterruptedException, TimeoutException, SQLException {
        new Background(relations, cluster.storageApi()).awaitDone(atMost);
    }

    /** Begins to count. */
    public Window open() throws InterruptedException, SQLException {
        return new Window();
    }

    /** From its opening on; to be closed. */
    public final class Window implements AutoCloseable {
        private final ProcessWatch watch = new ProcessWatch(processes());
        private final long beginNanos = System.nanoTime();
        private final long logBytes = relations.logBytes();
        private final double merged = merged();
        private final double mergeSeconds = mergeSeconds();

        private Window() throws InterruptedException, SQLException {}

        /**
         * What was taken in, when the background is done with it.
         *
         * @param spans acknowledged since the opening
         * @param spansPerSecond as they were acknowledged
         * @param wireBytesPerSpan of the requests
         */
        public Intake intake(long spans, double spansPerSecond, double wireBytesPerSpan)
                throws InterruptedException, SQLException {
            double seconds = (System.nanoTime() - beginNanos) / 1e9;
            List<ProcessUsage> usages = watch.usage();
            double logBytesPerSpan = (double) (relations.logBytes() - logBytes) / spans;
            double mergedPerSecond = mergedPerSecond();
            Map<String, Double> idle = idleCores();
            List<Hop> hops = new ArrayList<>();
            for (ProcessUsage usage : usages) {
                double idleCores = idle.getOrDefault(usage.name(), 0.0);
                hops.add(new Hop(
                        usage.name(),
                        (usage.cpuSeconds() - idleCores * seconds) * 1e6 / spans,
                        idleCores,
                        usage.peakResidentBytes()));
            }
            return new Intake(spansPerSecond, wireBytesPerSpan, logBytesPerSpan, mergedPerSecond, hops);
        }

        private double mergedPerSecond() throws InterruptedException {
            double spans = merged() - merged;
            double seconds = mergeSeconds() - mergeSeconds;
            if (spans <= 0 || seconds <= 0) {
                throw new IllegalStateException(
                        "merges: expected some by storage's metrics, got " + spans + " spans in " + seconds + " s");
            }
            return spans / seconds;
        }

        @Override
        public void close() {
            watch.close();
        }
    }

    /** Asks everything again and again. @param answers that are timed, after half as many that are not */
    public List<Answers> ask(long seed, int answers, long stored) throws InterruptedException {
        StorageClient storage = cluster.storageApi();
        StoredSpans choices = StoredSpans.of(storage, seed);
        Timing timing = new Timing(storage, cluster.of(Service.STORAGE).url().getPort(), answers / 2);
        List<Answers> found = new ArrayList<>();
        for (Question question : Question.ofGrowth()) {
            found.add(Answers.of(question, timing.time(question, choices, answers, stored)));
        }
        return found;
    }

    private Map<String, Double> idleCores() throws InterruptedException {
        try (ProcessWatch watch = new ProcessWatch(processes())) {
            TimeUnit.NANOSECONDS.sleep(IDLE.toNanos());
            Map<String, Double> cores = new LinkedHashMap<>();
            watch.usage().forEach(usage -> cores.put(usage.name(), usage.cpuSeconds() / IDLE.toSeconds()));
            return cores;
        }
    }

    private Map<String, Long> processes() {
        Map<String, Long> processes = new LinkedHashMap<>();
        processes.put(Hop.COLLECTOR, pid(Service.COLLECTOR));
        processes.put(Hop.STORAGE, pid(Service.STORAGE));
        processes.put(
                Hop.POSTGRESQL, cluster.postgres().postmaster().orElseThrow().pid());
        processes.put(Hop.ANALYSIS, pid(Service.ANALYSIS));
        return processes;
    }

    private long pid(Service service) {
        return cluster.of(service).pid().orElseThrow();
    }

    private double merged() throws InterruptedException {
        return storage().metric("quipu_storage_compaction_records_total");
    }

    private double mergeSeconds() throws InterruptedException {
        return storage().metric("quipu_storage_compaction_duration_seconds_sum");
    }

    private ServiceProcess storage() {
        return cluster.of(Service.STORAGE);
    }

    @Override
    public void close() throws SQLException {
        relations.close();
    }
}
