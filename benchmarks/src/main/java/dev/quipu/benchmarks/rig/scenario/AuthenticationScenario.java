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
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;

/**
 * What asking for a key adds to the processor time of a span: two sets of services, one of which asks nobody, are loaded at
 * the same time and the same rate, so that whatever else the machine does meets both alike.
 */
public final class AuthenticationScenario implements Scenario {

    private static final String SERVICE_KEY = "of-the-services-of-the-rig-alone-0123456789";
    private static final int[] SPANS_PER_REQUEST = {512, 64};
    private static final int DIFFERENT_SPANS = 32_768;
    private static final int CONNECTIONS = 16;
    private static final OptionalLong SPANS_PER_SECOND = OptionalLong.of(10_000);
    /** As fast as answers come, until what is compiled meanwhile no longer counts. */
    private static final Duration WARMUP = Duration.ofSeconds(60);

    private static final Duration RUN_IN = Duration.ofSeconds(1);
    private static final double MOST_PERCENT = 5;

    /** @param headers of who loads it */
    private record Side(Cluster cluster, Map<String, String> headers) {}

    private record Sides(Side open, Side guarded) {}

    private final Setting setting;
    private final int starts;
    private final int rounds;
    private final Duration measured;
    private final Console console = new Console(System.out);

    /**
     * @param starts how often the services are started anew: what a JVM compiles differs from start to start
     * @param rounds of each start
     * @param measured how long a round loads both
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
            try (Stage open = stage(home.resolve("open"), setting.ports(), Map.of());
                    Stage guarded = stage(
                            home.resolve("guarded"),
                            setting.ports().second(),
                            Map.of("QUIPU_ACCESS_AUTHENTICATION", "keys", "QUIPU_ACCESS_SERVICE_KEY", SERVICE_KEY))) {
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
                "Two collectors with a storage and a PostgreSQL each, one with keys and one that asks nobody, are loaded at"
                        + " the same time with " + SPANS_PER_SECOND.getAsLong()
                        + " spans a second each; processor time of the three by"
                        + " span, compared with each other in each round. Medians, least and most of "
                        + starts + " starts with " + rounds + " rounds each.",
                facts,
                checks);
    }

    private Stage stage(Path home, Ports ports, Map<String, String> access) throws IOException {
        Map<String, String> settings = new HashMap<>(access);
        settings.put("QUIPU_ANALYSIS_FEED_ENABLED", "false");
        return new Stage(setting.checkout(), home, ports, settings);
    }

    private static Sides sides(Cluster open, Cluster guarded) throws InterruptedException {
        StorageClient storage = new StorageClient(guarded.of(Service.STORAGE).url(), bearer(SERVICE_KEY));
        String key = storage.post(
                        "/v1/api-keys", new JsonObject().put("name", "rig").put("role", "writer"), 201)
                .getString("key");
        return new Sides(new Side(open, Map.of()), new Side(guarded, bearer(key)));
    }

    private static Map<String, String> bearer(String secret) {
        return Map.of("Authorization", "Bearer " + secret);
    }

    private void measure(Sides sides, Map<Integer, List<Double>> shares, Map<Integer, List<Double>> costs)
            throws InterruptedException {
        for (int size : SPANS_PER_REQUEST) {
            load(sides, size, WARMUP, OptionalLong.empty());
            for (int round = 0; round < rounds; round++) {
                Costs cost = load(sides, size, measured, SPANS_PER_SECOND);
                double percent = 100 * (cost.guarded() / cost.open() - 1);
                console.say(String.format(Locale.ROOT, "%d spans a request: %s, %.1f %% more", size, cost, percent));
                shares.computeIfAbsent(size, none -> new ArrayList<>()).add(percent);
                costs.computeIfAbsent(size, none -> new ArrayList<>()).add(cost.open());
            }
        }
    }

    /** Seconds of processor time a million spans. */
    private record Costs(double open, double guarded) {}

    private Costs load(Sides sides, int size, Duration time, OptionalLong rate) throws InterruptedException {
        ExecutorService both = Executors.newFixedThreadPool(2);
        try {
            Future<Double> open = both.submit(() -> load(sides.open(), size, time, rate));
            Future<Double> guarded = both.submit(() -> load(sides.guarded(), size, time, rate));
            return new Costs(open.get(), guarded.get());
        } catch (ExecutionException e) {
            throw new IllegalStateException("the load ended early", e.getCause());
        } finally {
            both.shutdownNow();
        }
    }

    /** @return processor time of collector, storage and PostgreSQL: seconds a million spans */
    private double load(Side side, int size, Duration time, OptionalLong rate) throws InterruptedException {
        Workload workload = new WorkloadBuilder(setting.seed(), Door.HTTP.encoding(), size)
                .build(System.nanoTime(), DIFFERENT_SPANS);
        ServiceProcess collector = side.cluster().of(Service.COLLECTOR);
        Map<String, Long> processes = new HashMap<>(
                Processes.ofStorage(side.cluster().of(Service.STORAGE).url().getPort()));
        Listener.on(collector.url().getPort()).ifPresent(pid -> processes.put("collector", pid));
        LoadPlan plan =
                new LoadPlan(collector.url(), Door.HTTP, CONNECTIONS, size, rate, RUN_IN, time, Long.MAX_VALUE, false);
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
