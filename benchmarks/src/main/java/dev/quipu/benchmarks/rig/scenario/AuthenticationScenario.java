package dev.quipu.benchmarks.rig.scenario;

import dev.quipu.benchmarks.load.Door;
import dev.quipu.benchmarks.load.LoadPlan;
import dev.quipu.benchmarks.load.LoadRun;
import dev.quipu.benchmarks.machine.Listener;
import dev.quipu.benchmarks.machine.ProcessUsage;
import dev.quipu.benchmarks.machine.Processes;
import dev.quipu.benchmarks.report.Spread;
import dev.quipu.benchmarks.rig.check.Check;
import dev.quipu.benchmarks.rig.cluster.Cluster;
import dev.quipu.benchmarks.rig.cluster.Ports;
import dev.quipu.benchmarks.rig.cluster.Service;
import dev.quipu.benchmarks.rig.cluster.ServiceProcess;
import dev.quipu.benchmarks.spans.WorkloadBuilder;
import dev.quipu.benchmarks.storage.StorageClient;
import dev.quipu.benchmarks.workload.Workload;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.TimeoutException;

/**
 * What asking for a key adds to the processor time of a span: two sets of services side by side, one of which asks nobody,
 * are loaded by turns at the same rate, so that whatever else the machine does meets both alike.
 */
public final class AuthenticationScenario implements Scenario {

    private static final String SERVICE_KEY = "of-the-services-of-the-rig-alone-0123456789";
    private static final int[] SPANS_PER_REQUEST = {512, 64};
    private static final int DIFFERENT_SPANS = 32_768;
    private static final int CONNECTIONS = 16;
    private static final long SPANS_PER_SECOND = 20_000;
    private static final Duration WARMUP = Duration.ofSeconds(30);
    private static final Duration RUN_IN = Duration.ofSeconds(1);
    private static final double MOST_PERCENT = 5;
    private static final int PORTS_APART = 32;

    private enum Asked {
        FOR_NOTHING,
        FOR_A_KEY
    }

    /** @param headers of who loads it */
    private record Side(Cluster cluster, Map<String, String> headers) {}

    private final Setting setting;
    private final int starts;
    private final int rounds;
    private final Duration measured;
    private final Console console = new Console(System.out);

    /**
     * @param starts how often the services are started anew: what a JVM compiles differs from start to start
     * @param rounds of each start
     * @param measured how long a round loads each side
     */
    public AuthenticationScenario(Setting setting, int starts, int rounds, Duration measured) {
        this.setting = setting;
        this.starts = starts;
        this.rounds = rounds;
        this.measured = measured;
    }

    @Override
    public Outcome run() throws InterruptedException, TimeoutException, IOException {
        Map<Integer, List<Double>> shares = new TreeMap<>();
        Map<Integer, List<Double>> costs = new TreeMap<>();
        for (int start = 0; start < starts; start++) {
            Path home = Home.fresh(setting.home());
            try (Stage open = stage(home, Asked.FOR_NOTHING);
                    Stage guarded = stage(home, Asked.FOR_A_KEY)) {
                open.start();
                guarded.start();
                console.say("all services are ready");
                measure(sides(open.cluster(), guarded.cluster()), shares, costs);
            }
        }
        List<String> facts = new ArrayList<>();
        List<Check> checks = new ArrayList<>();
        shares.forEach((size, percents) -> {
            Spread cost = Spread.of(costs.getOrDefault(size, List.of()));
            facts.add("requests of " + size + " spans: CPU s a million spans when nobody is asked: " + cost.text(2)
                    + "; % more when keys are: " + Spread.of(percents).text(1));
            checks.add(Check.atMost(
                    "% of processor time that keys add, requests of " + size + " spans, median",
                    MOST_PERCENT,
                    Spread.of(percents).median()));
        });
        return new Outcome(
                "Authentication",
                "Two collectors with a storage and a PostgreSQL each, one with keys and one that asks nobody, loaded by"
                        + " turns at " + SPANS_PER_SECOND
                        + " spans a second; processor time of the three, a pair of turns"
                        + " compared with each other. Medians, least and most of "
                        + starts + " starts with " + rounds + " rounds each.",
                facts,
                checks);
    }

    private Stage stage(Path home, Asked asked) throws IOException {
        Map<String, String> settings = new HashMap<>(Map.of("QUIPU_ANALYSIS_FEED_ENABLED", "false"));
        if (asked == Asked.FOR_A_KEY) {
            settings.put("QUIPU_ACCESS_AUTHENTICATION", "keys");
            settings.put("QUIPU_ACCESS_SERVICE_KEY", SERVICE_KEY);
        }
        Ports ports = new Ports(setting.ports().first() + PORTS_APART * asked.ordinal());
        return new Stage(setting.checkout(), home.resolve(asked.name().toLowerCase(Locale.ROOT)), ports, settings);
    }

    private static Map<Asked, Side> sides(Cluster open, Cluster guarded) throws InterruptedException {
        StorageClient storage =
                new StorageClient(guarded.of(Service.STORAGE).url(), Map.of("Authorization", "Bearer " + SERVICE_KEY));
        String key = storage.post(
                        "/v1/api-keys", new JsonObject().put("name", "rig").put("role", "writer"), 201)
                .getString("key");
        return new EnumMap<>(Map.of(
                Asked.FOR_NOTHING,
                new Side(open, Map.of()),
                Asked.FOR_A_KEY,
                new Side(guarded, Map.of("Authorization", "Bearer " + key))));
    }

    private void measure(Map<Asked, Side> sides, Map<Integer, List<Double>> shares, Map<Integer, List<Double>> costs)
            throws InterruptedException {
        for (int size : SPANS_PER_REQUEST) {
            Workload workload = new WorkloadBuilder(setting.seed(), Door.HTTP.encoding(), size)
                    .build(System.currentTimeMillis(), DIFFERENT_SPANS);
            for (Side side : sides.values()) {
                load(side, workload, size, WARMUP);
            }
            for (int round = 0; round < rounds; round++) {
                Map<Asked, Double> cost = new EnumMap<>(Asked.class);
                // Each goes first in turn, so that neither always finds the machine warmer.
                for (Asked asked :
                        round % 2 == 0 ? List.of(Asked.values()) : List.of(Asked.FOR_A_KEY, Asked.FOR_NOTHING)) {
                    cost.put(asked, load(sides.get(asked), workload, size, measured));
                }
                double percent = 100 * (cost.get(Asked.FOR_A_KEY) / cost.get(Asked.FOR_NOTHING) - 1);
                console.say(String.format(Locale.ROOT, "%d spans a request: %s, %.1f %% more", size, cost, percent));
                shares.computeIfAbsent(size, none -> new ArrayList<>()).add(percent);
                costs.computeIfAbsent(size, none -> new ArrayList<>()).add(cost.get(Asked.FOR_NOTHING));
            }
        }
    }

    /** @return processor time of collector, storage and PostgreSQL: seconds a million spans */
    private static double load(Side side, Workload workload, int size, Duration time) throws InterruptedException {
        ServiceProcess collector = side.cluster().of(Service.COLLECTOR);
        Map<String, Long> processes = new HashMap<>(
                Processes.ofStorage(side.cluster().of(Service.STORAGE).url().getPort()));
        Listener.on(collector.url().getPort()).ifPresent(pid -> processes.put("collector", pid));
        LoadPlan plan = new LoadPlan(
                collector.url(),
                Door.HTTP,
                CONNECTIONS,
                size,
                OptionalLong.of(SPANS_PER_SECOND),
                RUN_IN,
                time,
                Long.MAX_VALUE,
                false);
        LoadRun.Finished finished = new LoadRun(plan.withHeaders(side.headers()), workload, processes).run();
        if (finished.tally().measuredRecords() == 0) {
            throw new IllegalStateException(
                    "load: expected acknowledged spans, got " + finished.tally().troubles());
        }
        double cpuSeconds =
                finished.usage().stream().mapToDouble(ProcessUsage::cpuSeconds).sum();
        return cpuSeconds / finished.tally().measuredRecords() * 1e6;
    }

    @Override
    public String again() {
        return "./quipu rig authentication --starts " + starts + " --rounds " + rounds + " --seconds "
                + measured.toSeconds();
    }
}
