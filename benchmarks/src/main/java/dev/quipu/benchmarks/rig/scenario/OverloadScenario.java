package dev.quipu.benchmarks.rig.scenario;

import dev.quipu.benchmarks.load.Door;
import dev.quipu.benchmarks.load.LoadPlan;
import dev.quipu.benchmarks.load.LoadRun;
import dev.quipu.benchmarks.load.Tally;
import dev.quipu.benchmarks.rig.check.Check;
import dev.quipu.benchmarks.rig.cluster.Service;
import dev.quipu.benchmarks.rig.cluster.ServiceProcess;
import dev.quipu.benchmarks.spans.WorkloadBuilder;
import dev.quipu.benchmarks.storage.LedgerCounts;
import dev.quipu.benchmarks.workload.Workload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/**
 * First as many connections as it takes for the peak, then ten times as many on a schedule of ten times the peak, both
 * for as long: what can be taken in for half a minute, before what was stored is compacted beside it, is no peak to hold
 * an overload of minutes against. A sender that is turned away waits as long as it is told to.
 */
public final class OverloadScenario implements Scenario {

    private static final int CONNECTIONS = 64;
    private static final int TIMES = 10;
    private static final int SPANS_PER_REQUEST = 512;
    private static final int DIFFERENT_SPANS = 131_072;

    /** Until compaction has begun to take its part of the machine. */
    private static final Duration WARMUP = Duration.ofSeconds(30);

    private static final double GOODPUT_SHARE = 0.9;
    private static final Duration SETTLED = Duration.ofSeconds(180);

    private final Setting setting;
    private final Duration length;
    private final Console console = new Console(System.out);

    /** @param length of the peak, and then of the overload */
    public OverloadScenario(Setting setting, Duration length) {
        this.setting = setting;
        this.length = length;
    }

    @Override
    public Outcome run() throws InterruptedException, TimeoutException, IOException {
        Path home = Home.fresh(setting.home());
        Map<String, String> settings =
                Map.of("QUIPU_COLLECTOR_JAVA_OPTS", "-Xmx256m", "QUIPU_COLLECTOR_ZIPKIN_ENABLED", "false");
        try (Stage stage = new Stage(setting.checkout(), home, setting.ports(), settings)) {
            stage.start();
            console.say("all services are ready");
            Workload workload = new WorkloadBuilder(setting.seed(), Door.HTTP.encoding(), SPANS_PER_REQUEST)
                    .build(setting.seed(), DIFFERENT_SPANS);
            ServiceProcess collector = stage.cluster().of(Service.COLLECTOR);
            LoadRun.Finished peak = load(stage, workload, CONNECTIONS, OptionalLong.empty(), length);
            console.say("peak: " + text(peak));
            long tenTimes = (long) (TIMES * perSecond(peak));
            try (Readiness readiness = new Readiness(collector)) {
                LoadRun.Finished overload =
                        load(stage, workload, CONNECTIONS * TIMES, OptionalLong.of(tenTimes), length);
                console.say("overload: " + text(overload));
                stage.settlement().awaitDrained(SETTLED);
                return outcome(stage, peak, overload, readiness);
            }
        }
    }

    private static LoadRun.Finished load(
            Stage stage, Workload workload, int connections, OptionalLong rate, Duration length)
            throws InterruptedException {
        LoadPlan plan = new LoadPlan(
                stage.cluster().of(Service.COLLECTOR).url(),
                Door.HTTP,
                connections,
                SPANS_PER_REQUEST,
                rate,
                WARMUP,
                length,
                Long.MAX_VALUE,
                false);
        return new LoadRun(plan, workload, processes(stage)).run();
    }

    private static Map<String, Long> processes(Stage stage) {
        Map<String, Long> processes = new LinkedHashMap<>();
        processes.put("driver", ProcessHandle.current().pid());
        for (Service service : List.of(Service.COLLECTOR, Service.STORAGE)) {
            stage.cluster().of(service).pid().ifPresent(pid -> processes.put(service.label(), pid));
        }
        stage.cluster().postgres().postmaster().ifPresent(postmaster -> processes.put("PostgreSQL", postmaster.pid()));
        return processes;
    }

    private static String text(LoadRun.Finished finished) {
        return String.format(Locale.ROOT, "%,.0f spans/s", perSecond(finished))
                + finished.usage().stream()
                        .map(usage -> String.format(
                                Locale.ROOT,
                                "; %s %.2f cores",
                                usage.name(),
                                usage.cpuSeconds() / (finished.measured().toMillis() / 1e3)))
                        .collect(Collectors.joining());
    }

    private static double perSecond(LoadRun.Finished finished) {
        return finished.tally().measuredRecords() / (finished.measured().toMillis() / 1e3);
    }

    private Outcome outcome(Stage stage, LoadRun.Finished peak, LoadRun.Finished overload, Readiness readiness)
            throws InterruptedException, IOException {
        Tally first = peak.tally();
        Tally second = overload.tally();
        LedgerCounts ledger = LedgerCounts.read(stage.cluster().storageApi(), "traces");
        List<Check> checks = new ArrayList<>();
        checks.add(Check.atLeast(
                "spans/s acknowledged in the overload", GOODPUT_SHARE * perSecond(peak), perSecond(overload)));
        checks.add(Check.equal("times the collector said that it is not ready", 0, readiness.notReady()));
        checks.add(Check.equal("OutOfMemoryErrors in the collector's log", 0, outOfMemory(stage)));
        checks.add(Check.equal(
                "services that ended by themselves", 0, stage.cluster().endedByThemselves()));
        long acknowledged = first.acknowledgedRecords() + second.acknowledgedRecords();
        checks.add(Check.atLeast("spans stored by the ledger, of those acknowledged", acknowledged, ledger.stored()));
        checks.add(Check.atMost(
                "spans stored by the ledger, those without an answer included",
                acknowledged + first.unansweredRecords() + second.unansweredRecords(),
                ledger.stored()));
        checks.add(Check.equal("spans live by the ledger", ledger.stored(), ledger.live()));
        checks.add(Check.equal("equations of the ledger", "all hold", ledger.holds() ? "all hold" : "some do not"));
        checks.add(Check.equal("spans refused for good", 0, second.refusedRecords()));
        List<String> facts = List.of(
                "peak, over " + CONNECTIONS + " connections: " + text(peak),
                "overload, over " + CONNECTIONS * TIMES + " connections: " + text(overload),
                String.format(
                        Locale.ROOT,
                        "requests turned away and sent again: %,d; spans without an answer a minute after the end: %,d; why: %s",
                        second.retries(),
                        second.unansweredRecords(),
                        second.troubles()),
                String.format(
                        Locale.ROOT,
                        "acknowledged within %.0f ms (p50), %.0f ms (p99); collector's peak resident set %d MiB; readiness asked %d times",
                        second.ackMicros().getValueAtPercentile(50) / 1e3,
                        second.ackMicros().getValueAtPercentile(99) / 1e3,
                        readiness.peakResidentBytes() >> 20,
                        readiness.asked()));
        return new Outcome(
                "Faults: overload",
                "Ten times the connections that reach the peak, on a schedule of ten times the peak, for "
                        + length.toMinutes() + " minutes; the collector's heap is 256 MiB.",
                facts,
                checks);
    }

    @Override
    public String again() {
        return "./quipu rig overload --seed " + setting.seed() + " --minutes " + length.toMillis() / 60e3;
    }

    private static long outOfMemory(Stage stage) throws IOException {
        try (var lines = Files.lines(stage.cluster().of(Service.COLLECTOR).log())) {
            return lines.filter(line -> line.contains("OutOfMemoryError")).count();
        }
    }
}
