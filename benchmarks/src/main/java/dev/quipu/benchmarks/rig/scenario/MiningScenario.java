package dev.quipu.benchmarks.rig.scenario;

import dev.quipu.benchmarks.load.Door;
import dev.quipu.benchmarks.load.LoadPlan;
import dev.quipu.benchmarks.load.LoadRun;
import dev.quipu.benchmarks.machine.ProcessUsage;
import dev.quipu.benchmarks.machine.ProcessWatch;
import dev.quipu.benchmarks.rig.check.Check;
import dev.quipu.benchmarks.rig.cluster.Service;
import dev.quipu.benchmarks.rig.cluster.ServiceProcess;
import dev.quipu.benchmarks.spans.WorkloadBuilder;
import dev.quipu.benchmarks.storage.LedgerCounts;
import dev.quipu.benchmarks.storage.StorageClient;
import dev.quipu.benchmarks.workload.SpreadWorkload;
import dev.quipu.benchmarks.workload.Workload;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * How fast analysis mines what is stored, on one core: it stands still while spans are stored at a steady rate, and then
 * goes through them. Then a day of spans is added, and asked about.
 */
public final class MiningScenario implements Scenario {

    private static final int CONNECTIONS = 32;
    private static final int SPANS_PER_REQUEST = 512;
    private static final int DIFFERENT_SPANS = 131_072;
    private static final long STORED_PER_SECOND = 50_000;
    private static final long SPREAD_SPANS = 500_000;
    private static final long SPREAD_PER_SECOND = 20_000;
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final int POLL_MILLIS = 100;
    private static final int ASKED = 30;
    private static final int WARMUP = 10;
    private static final double LEAST_PER_SECOND = 50_000;
    private static final double MOST_MILLIS = 200;

    private final Setting setting;
    private final long spans;
    private final Console console = new Console(System.out);
    private final List<String> facts = new ArrayList<>();
    private final List<Check> checks = new ArrayList<>();

    /** @param spans that are mined */
    public MiningScenario(Setting setting, long spans) {
        this.setting = setting;
        this.spans = spans;
    }

    @Override
    public Outcome run() throws InterruptedException, TimeoutException, IOException {
        Path home = Home.fresh(setting.home());
        Map<String, String> settings = Map.of("QUIPU_COLLECTOR_ZIPKIN_ENABLED", "false");
        try (Stage stage = new Stage(setting.checkout(), home, setting.ports(), settings)) {
            ServiceProcess analysis = stage.cluster().of(Service.ANALYSIS);
            analysis.set("QUIPU_ANALYSIS_FEED_ENABLED", "false");
            stage.start();
            Workload workload = new WorkloadBuilder(setting.seed(), Door.HTTP.encoding(), SPANS_PER_REQUEST)
                    .build(setting.seed(), DIFFERENT_SPANS);
            load(stage, workload, spans, STORED_PER_SECOND);
            console.say("spans are stored");
            analysis.stop();
            analysis.set("QUIPU_ANALYSIS_FEED_ENABLED", "true");
            analysis.set("QUIPU_ANALYSIS_RUN_WITH", "taskset -c 0");
            mine(stage, analysis);
            Workload day = new SpreadWorkload(workload, SPREAD_SPANS / SPANS_PER_REQUEST);
            load(stage, day, SPREAD_SPANS, SPREAD_PER_SECOND);
            awaitMined(stage);
            console.say("a day of spans is mined");
            ask(analysis, "the service graph", "/v1/service-graph");
            ask(analysis, "rate, errors and duration of all span names", "/v1/red");
            ask(analysis, "the same by component and hour", "/v1/red?groupBy=component&step=1h");
        }
        return new Outcome(
                "Mining",
                "Analysis stands still while spans are stored at " + STORED_PER_SECOND
                        + " a second, and is then started on"
                        + " one core: rate, errors and duration, and the service graph, are told of them as fast as it can."
                        + " Storage and PostgreSQL, which give them out, have the whole machine. Then spans of a day are"
                        + " added, and asked about.",
                facts,
                checks);
    }

    private static void load(Stage stage, Workload workload, long count, long perSecond) throws InterruptedException {
        LoadPlan plan = new LoadPlan(
                stage.cluster().of(Service.COLLECTOR).url(),
                Door.HTTP,
                CONNECTIONS,
                SPANS_PER_REQUEST,
                OptionalLong.of(perSecond),
                Duration.ZERO,
                PATIENCE,
                count,
                false);
        new LoadRun(plan, workload, Map.of()).run();
    }

    private void mine(Stage stage, ServiceProcess analysis) throws InterruptedException, TimeoutException {
        StorageClient storage = stage.cluster().storageApi();
        long stored = LedgerCounts.read(storage, "traces").stored();
        analysis.start();
        analysis.awaitReady(PATIENCE);
        long begin = System.nanoTime();
        long before = pending(storage);
        try (ProcessWatch watch =
                new ProcessWatch(Map.of("analysis", analysis.pid().orElseThrow()))) {
            awaitMined(stage);
            double seconds = (System.nanoTime() - begin) / 1e9;
            ProcessUsage usage = watch.usage().get(0);
            facts.add(String.format(
                    Locale.ROOT,
                    "%,d spans stored; of %,d that were left when it was ready: %.1f s, %.1f s of them on the core;"
                            + " peak resident set %d MiB",
                    stored,
                    before,
                    seconds,
                    usage.cpuSeconds(),
                    usage.peakResidentBytes() >> 20));
            facts.add(String.format(Locale.ROOT, "CPU: %.1f s a million spans", usage.cpuSeconds() / before * 1e6));
            checks.add(Check.atLeast("spans mined a second, on one core", LEAST_PER_SECOND, before / seconds));
        }
    }

    private static void awaitMined(Stage stage) throws InterruptedException, TimeoutException {
        StorageClient storage = stage.cluster().storageApi();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (pending(storage) > 0) {
            if (System.nanoTime() - deadline > 0) {
                throw new TimeoutException(
                        "expected all mined within " + PATIENCE + ", " + pending(storage) + " are not");
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
    }

    private static long pending(StorageClient storage) throws InterruptedException {
        return storage.json("/v1/ledger").getJsonObject("identities").getLong("pending");
    }

    private void ask(ServiceProcess analysis, String what, String path) throws InterruptedException {
        String from = Instant.now().minus(Duration.ofHours(24)).toString();
        StorageClient client = new StorageClient(analysis.url());
        double[] millis = new double[ASKED];
        int bytes = 0;
        for (int i = -WARMUP; i < ASKED; i++) {
            long begin = System.nanoTime();
            bytes = client.bytes(path + (path.contains("?") ? "&" : "?") + "from=" + from, "application/json").length;
            if (i >= 0) {
                millis[i] = (System.nanoTime() - begin) / 1e6;
            }
        }
        Arrays.sort(millis);
        facts.add(String.format(
                Locale.ROOT,
                "a day of %s: median %.0f ms, longest of %d %.0f ms, %,d bytes",
                what,
                millis[ASKED / 2],
                ASKED,
                millis[ASKED - 1],
                bytes));
        checks.add(Check.atMost("ms for a day of " + what + ", longest", MOST_MILLIS, millis[ASKED - 1]));
    }

    @Override
    public String again() {
        return "./quipu rig mine --seed " + setting.seed() + " --spans " + spans;
    }
}
