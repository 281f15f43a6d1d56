package dev.quipu.benchmarks.machine;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Watches named processes with their children from its start to {@link #usage()}. */
public final class ProcessWatch implements AutoCloseable {

    private static final int SAMPLE_INTERVAL_MILLIS = 1_000;

    private final Map<String, Long> roots;
    private final Map<String, Double> cpuSecondsAtStart = new LinkedHashMap<>();
    private final Map<String, Long> peakResidentBytes = new LinkedHashMap<>();
    private final ScheduledExecutorService sampler = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "process-watch");
        thread.setDaemon(true);
        return thread;
    });

    /** @param roots process ids by name */
    public ProcessWatch(Map<String, Long> roots) {
        this.roots = new LinkedHashMap<>(roots);
        ProcessTable table = ProcessTable.read();
        this.roots.forEach((name, pid) -> cpuSecondsAtStart.put(name, table.cpuSeconds(tree(table, pid))));
        sampler.scheduleAtFixedRate(this::sample, 0, SAMPLE_INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** What each process has cost since the watch began. */
    public List<ProcessUsage> usage() {
        sample();
        ProcessTable table = ProcessTable.read();
        return roots.entrySet().stream()
                .map(root -> usage(table, root.getKey(), root.getValue()))
                .toList();
    }

    @Override
    public void close() {
        sampler.shutdownNow();
    }

    private ProcessUsage usage(ProcessTable table, String name, long pid) {
        List<Long> tree = tree(table, pid);
        double cpuSeconds = table.cpuSeconds(tree) - cpuSecondsAtStart.getOrDefault(name, 0.0);
        long sampled = peak(name);
        return new ProcessUsage(
                name, pid, cpuSeconds, tree.size() == 1 ? Math.max(sampled, Memory.highWaterMark(pid)) : sampled);
    }

    private synchronized long peak(String name) {
        return peakResidentBytes.getOrDefault(name, 0L);
    }

    private synchronized void sample() {
        ProcessTable table = ProcessTable.read();
        roots.forEach((name, pid) -> peakResidentBytes.merge(name, Memory.resident(tree(table, pid)), Math::max));
    }

    private List<Long> tree(ProcessTable table, long pid) {
        return table.tree(pid, Set.copyOf(roots.values()));
    }
}
