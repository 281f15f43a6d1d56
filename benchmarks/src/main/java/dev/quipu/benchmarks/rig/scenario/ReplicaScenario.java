package dev.quipu.benchmarks.rig.scenario;

import dev.quipu.benchmarks.load.Door;
import dev.quipu.benchmarks.load.LoadPlan;
import dev.quipu.benchmarks.load.LoadRun;
import dev.quipu.benchmarks.machine.ProcessUsage;
import dev.quipu.benchmarks.report.Spread;
import dev.quipu.benchmarks.rig.check.Check;
import dev.quipu.benchmarks.rig.cluster.Cluster;
import dev.quipu.benchmarks.rig.cluster.Service;
import dev.quipu.benchmarks.rig.cluster.ServiceProcess;
import dev.quipu.benchmarks.spans.WorkloadBuilder;
import dev.quipu.benchmarks.storage.LedgerCounts;
import dev.quipu.benchmarks.workload.Workload;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;

/**
 * What a second collector and a second storage do to the spans taken in, on the same machine and one PostgreSQL. Each
 * measurement has services that were just started, with data of their own; every round has one of each layout, in turn
 * forwards and backwards.
 */
public final class ReplicaScenario implements Scenario {

    private static final int CONNECTIONS = 32;
    private static final int SPANS_PER_REQUEST = 512;
    private static final int DIFFERENT_SPANS = 65_536;
    private static final Duration STORED = Duration.ofSeconds(180);

    /** How many there are of what. */
    private enum Layout {
        ONE_OF_EACH(1, 1),
        TWO_COLLECTORS(2, 1),
        TWO_STORAGES(1, 2),
        TWO_OF_EACH(2, 2);

        private final int collectors;
        private final int storages;

        Layout(int collectors, int storages) {
            this.collectors = collectors;
            this.storages = storages;
        }

        private String text() {
            return collectors + " + " + storages;
        }
    }

    /** @param cpuMicrosPerSpan of collectors, storages and PostgreSQL, meanwhile */
    private record Found(double spansPerSecond, double cpuMicrosPerSpan, boolean isStored) {}

    private final Setting setting;
    private final int rounds;
    private final Duration warmUp;
    private final Duration measured;
    private final Console console = new Console(System.out);
    private final Map<Layout, List<Found>> found = new EnumMap<>(Layout.class);

    /**
     * @param warmUp under load, before anything is measured
     * @param measured of each layout in each round
     */
    public ReplicaScenario(Setting setting, int rounds, Duration warmUp, Duration measured) {
        this.setting = setting;
        this.rounds = rounds;
        this.warmUp = warmUp;
        this.measured = measured;
    }

    @Override
    public Outcome run() throws InterruptedException, TimeoutException, IOException {
        for (int round = 0; round < rounds; round++) {
            List<Layout> layouts = new ArrayList<>(List.of(Layout.values()));
            if (round % 2 == 1) {
                Collections.reverse(layouts);
            }
            for (Layout layout : layouts) {
                Found one = measure(layout);
                found.computeIfAbsent(layout, none -> new ArrayList<>()).add(one);
                console.say(String.format(
                        Locale.ROOT,
                        "%s: %,.0f spans/s, %.2f CPU s a million",
                        layout.text(),
                        one.spansPerSecond(),
                        one.cpuMicrosPerSpan()));
            }
        }
        return outcome();
    }

    private Found measure(Layout layout) throws InterruptedException, TimeoutException, IOException {
        Path home = Home.fresh(setting.home());
        Map<String, String> settings = Map.of("QUIPU_COLLECTOR_ZIPKIN_ENABLED", "false");
        try (Stage stage = new Stage(setting.checkout(), home, setting.ports(), settings)) {
            stage.start();
            Cluster cluster = stage.cluster();
            List<ServiceProcess> storages = replicas(cluster, Service.STORAGE, layout.storages);
            if (storages.size() > 1) {
                stage.collectorToStorage()
                        .passTo(storages.stream()
                                .map(one -> one.url().getPort())
                                .toList());
            }
            List<ServiceProcess> collectors = replicas(cluster, Service.COLLECTOR, layout.collectors);
            List<LoadRun.Finished> loads = load(collectors, processes(cluster, collectors, storages));
            return found(cluster, loads);
        }
    }

    private static List<ServiceProcess> replicas(Cluster cluster, Service service, int count)
            throws InterruptedException, TimeoutException, IOException {
        return count == 1 ? List.of(cluster.of(service)) : List.of(cluster.of(service), cluster.startSecond(service));
    }

    private static Map<String, Long> processes(
            Cluster cluster, List<ServiceProcess> collectors, List<ServiceProcess> storages) {
        Map<String, Long> processes = new LinkedHashMap<>();
        List<ServiceProcess> services = new ArrayList<>(collectors);
        services.addAll(storages);
        for (ServiceProcess service : services) {
            processes.put(
                    service.service().label() + " at " + service.url().getPort(),
                    service.pid().orElseThrow());
        }
        processes.put(
                "PostgreSQL", cluster.postgres().postmaster().orElseThrow().pid());
        return processes;
    }

    /** As many connections in all, whatever there is to connect to; the first of them watches the processes. */
    private List<LoadRun.Finished> load(List<ServiceProcess> collectors, Map<String, Long> processes)
            throws InterruptedException {
        ExecutorService all = Executors.newFixedThreadPool(collectors.size());
        try {
            List<Future<LoadRun.Finished>> running = new ArrayList<>();
            for (ServiceProcess collector : collectors) {
                Workload workload = new WorkloadBuilder(setting.seed(), Door.HTTP.encoding(), SPANS_PER_REQUEST)
                        .build(setting.seed() + running.size(), DIFFERENT_SPANS);
                Map<String, Long> watched = running.isEmpty() ? processes : Map.of();
                LoadPlan plan = plan(collector, CONNECTIONS / collectors.size());
                running.add(all.submit(() -> new LoadRun(plan, workload, watched).run()));
            }
            List<LoadRun.Finished> finished = new ArrayList<>();
            for (Future<LoadRun.Finished> one : running) {
                finished.add(one.get());
            }
            return finished;
        } catch (ExecutionException e) {
            throw new IllegalStateException("the load ended early", e.getCause());
        } finally {
            all.shutdownNow();
        }
    }

    private LoadPlan plan(ServiceProcess collector, int connections) {
        return new LoadPlan(
                collector.url(),
                Door.HTTP,
                connections,
                SPANS_PER_REQUEST,
                OptionalLong.empty(),
                warmUp,
                measured,
                Long.MAX_VALUE,
                false);
    }

    private static Found found(Cluster cluster, List<LoadRun.Finished> loads) throws InterruptedException {
        long acknowledged = 0;
        long counted = 0;
        double spansPerSecond = 0;
        for (LoadRun.Finished load : loads) {
            acknowledged += load.tally().acknowledgedRecords();
            counted += load.tally().measuredRecords();
            spansPerSecond += load.tally().measuredRecords() / (load.measured().toNanos() / 1e9);
        }
        double cpuSeconds = loads.get(0).usage().stream()
                .mapToDouble(ProcessUsage::cpuSeconds)
                .sum();
        LedgerCounts ledger = LedgerCounts.read(cluster.storageApi(), "traces");
        boolean isStored = ledger.holds() && ledger.stored() == acknowledged && cluster.endedByThemselves() == 0;
        return new Found(spansPerSecond, cpuSeconds * 1e6 / counted, isStored);
    }

    private Outcome outcome() {
        List<String> facts = new ArrayList<>();
        List<Check> checks = new ArrayList<>();
        Spread alone = spansPerSecond(Layout.ONE_OF_EACH);
        for (Layout layout : Layout.values()) {
            Spread rate = spansPerSecond(layout);
            facts.add(String.format(
                    Locale.ROOT,
                    "collectors + storages, %s: spans/s %s, %.2f times one of each; CPU s per M spans %s",
                    layout.text(),
                    rate.text(0),
                    rate.median() / alone.median(),
                    Spread.of(of(layout).stream().map(Found::cpuMicrosPerSpan).toList())
                            .text(2)));
            if (layout != Layout.ONE_OF_EACH) {
                checks.add(Check.atLeast(
                        "spans/s of " + layout.text() + ", median, against the least of 1 + 1",
                        Math.rint(alone.least()),
                        Math.rint(rate.median())));
            }
            checks.add(Check.equal(
                    "rounds of " + layout.text() + " after which all that was acknowledged is stored",
                    rounds,
                    of(layout).stream().filter(Found::isStored).count()));
        }
        return new Outcome(
                "Replicas",
                "One and two collectors, and storages, on this machine and one PostgreSQL, loaded over " + CONNECTIONS
                        + " connections as fast as answers come, for " + measured.toSeconds() + " s after "
                        + warmUp.toSeconds()
                        + " s; connections of collectors go to storages in turn, through the rig. Medians of " + rounds
                        + " rounds, with the least and the most: rounds of 1 + 1 differ from each other by as much, and a"
                        + " median below all of them is a loss.",
                facts,
                checks);
    }

    private Spread spansPerSecond(Layout layout) {
        return Spread.of(of(layout).stream().map(Found::spansPerSecond).toList());
    }

    private List<Found> of(Layout layout) {
        return found.getOrDefault(layout, List.of());
    }

    @Override
    public String again() {
        return "./quipu rig replicas --seed " + setting.seed() + " --rounds " + rounds + " --warmup "
                + warmUp.toSeconds() + " --seconds " + measured.toSeconds();
    }
}
