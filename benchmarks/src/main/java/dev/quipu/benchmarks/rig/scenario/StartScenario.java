package dev.quipu.benchmarks.rig.scenario;

import dev.quipu.benchmarks.load.Door;
import dev.quipu.benchmarks.load.LoadPlan;
import dev.quipu.benchmarks.load.LoadRun;
import dev.quipu.benchmarks.rig.check.Check;
import dev.quipu.benchmarks.rig.cluster.Service;
import dev.quipu.benchmarks.rig.cluster.ServiceProcess;
import dev.quipu.benchmarks.spans.WorkloadBuilder;
import dev.quipu.benchmarks.workload.Workload;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** How long it takes until PostgreSQL is back after SIGKILL, and until the collector is with a full spool. */
public final class StartScenario implements Scenario {

    private static final int SENDERS = 32;
    private static final long RECORDS_PER_SECOND = 10_000;
    private static final int POSTGRES_KILLS = 5;
    private static final int COLLECTOR_STARTS = 3;
    private static final Duration LOAD_BEFORE_KILL = Duration.ofSeconds(15);
    private static final Duration BACK = Duration.ofSeconds(120);
    private static final Duration FILL_STEP = Duration.ofSeconds(15);
    private static final int MAX_FILL_STEPS = 80;
    private static final int SPANS_PER_REQUEST = 512;
    private static final int DIFFERENT_SPANS = 131_072;
    private static final double MAX_STORAGE_SECONDS = 15;
    private static final double MAX_COLLECTOR_SECONDS = 5;

    private final Setting setting;
    private final long spooledBytes;
    private final Console console = new Console(System.out);
    private final List<String> facts = new ArrayList<>();
    private final List<Check> checks = new ArrayList<>();

    /** @param spooledBytes how full the spool is at least when the collector is killed */
    public StartScenario(Setting setting, long spooledBytes) {
        this.setting = setting;
        this.spooledBytes = spooledBytes;
    }

    @Override
    public Outcome run() throws InterruptedException, TimeoutException, IOException, SQLException {
        Path home = Home.fresh(setting.home());
        try (Stage stage = new Stage(setting.checkout(), home, setting.ports(), Map.of())) {
            stage.start();
            console.say("all services are ready");
            killPostgres(stage, home);
            startWithFullSpool(stage);
        }
        return new Outcome(
                "Faults: starting",
                "PostgreSQL is killed under load; the collector is killed with a full spool while storage is away.",
                facts,
                checks);
    }

    private void killPostgres(Stage stage, Path home)
            throws InterruptedException, TimeoutException, IOException, SQLException {
        ServiceProcess storage = stage.cluster().of(Service.STORAGE);
        List<Double> seconds = new ArrayList<>();
        try (Load load =
                Load.start(setting.seed(), stage.target(), SENDERS, RECORDS_PER_SECOND, Long.MAX_VALUE, home)) {
            for (int i = 0; i < POSTGRES_KILLS; i++) {
                TimeUnit.MILLISECONDS.sleep(LOAD_BEFORE_KILL.toMillis());
                long begin = System.nanoTime();
                stage.cluster().postgres().kill();
                while (storage.isReady()) {
                    TimeUnit.MILLISECONDS.sleep(10); // it may not have noticed yet
                    if (System.nanoTime() - begin > TimeUnit.SECONDS.toNanos(2)) {
                        break;
                    }
                }
                storage.awaitReady(BACK);
                seconds.add((System.nanoTime() - begin) / 1e9);
                console.say(
                        String.format(Locale.ROOT, "storage ready %.1f s after SIGKILL of PostgreSQL", last(seconds)));
            }
            Settled settled = Settled.of(stage, load, BACK, console);
            facts.add("seconds until storage was ready after SIGKILL of PostgreSQL: " + text(seconds));
            checks.add(Check.atMost("seconds until storage is ready, longest", MAX_STORAGE_SECONDS, most(seconds)));
            checks.addAll(settled.checks());
        }
    }

    private void startWithFullSpool(Stage stage) throws InterruptedException, TimeoutException {
        if (stage.cluster().spool().isEmpty()) {
            checks.add(
                    new Check("seconds until the collector is up with a full spool", "measured", "it has none", false));
            return;
        }
        ServiceProcess collector = stage.cluster().of(Service.COLLECTOR);
        stage.cluster().of(Service.STORAGE).kill();
        JsonObject spool = fill(stage, collector);
        List<Double> seconds = new ArrayList<>();
        for (int i = 0; i < COLLECTOR_STARTS; i++) {
            collector.kill();
            long begin = System.nanoTime();
            collector.start();
            collector.awaitReady(BACK);
            seconds.add((System.nanoTime() - begin) / 1e9);
            console.say(String.format(Locale.ROOT, "collector ready %.1f s after its start", last(seconds)));
        }
        facts.add(String.format(
                Locale.ROOT,
                "seconds until the collector was ready with %,d MiB spooled: %s",
                spool.getLong("bytes") >> 20,
                text(seconds)));
        checks.add(Check.atLeast("bytes spooled", spooledBytes, spool.getLong("bytes")));
        checks.add(Check.atMost("seconds until the collector is ready, longest", MAX_COLLECTOR_SECONDS, most(seconds)));
        checks.add(Check.equal(
                "records spooled after the starts",
                spool.getLong("records"),
                stage.cluster().spool().map(now -> now.getLong("records")).orElse(-1L)));
    }

    /** Spans as fast as answers come, until the spool is large enough. */
    private JsonObject fill(Stage stage, ServiceProcess collector) throws InterruptedException {
        Workload workload = new WorkloadBuilder(setting.seed(), Door.HTTP.encoding(), SPANS_PER_REQUEST)
                .build(setting.seed(), DIFFERENT_SPANS);
        JsonObject spool = new JsonObject();
        for (int step = 0; step < MAX_FILL_STEPS && spool.getLong("bytes", 0L) < spooledBytes; step++) {
            new LoadRun(
                            new LoadPlan(
                                    collector.url(),
                                    Door.HTTP,
                                    SENDERS,
                                    SPANS_PER_REQUEST,
                                    OptionalLong.empty(),
                                    Duration.ZERO,
                                    FILL_STEP,
                                    Long.MAX_VALUE,
                                    false),
                            workload,
                            Map.of())
                    .run();
            spool = stage.cluster().spool().orElse(spool);
            console.say("spooled: " + (spool.getLong("bytes", 0L) >> 20) + " MiB");
        }
        return spool;
    }

    private static double last(List<Double> seconds) {
        return seconds.get(seconds.size() - 1);
    }

    private static double most(List<Double> seconds) {
        return seconds.stream().mapToDouble(Double::doubleValue).max().orElse(Double.NaN);
    }

    private static String text(List<Double> seconds) {
        return String.join(
                ", ",
                seconds.stream()
                        .map(one -> String.format(Locale.ROOT, "%.1f", one))
                        .toList());
    }

    @Override
    public String again() {
        return "./quipu rig start --seed " + setting.seed() + " --spooled-mib " + (spooledBytes >> 20);
    }
}
