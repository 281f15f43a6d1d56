package dev.quipu.benchmarks.rig.scenario;

import dev.quipu.benchmarks.load.Door;
import dev.quipu.benchmarks.load.LoadPlan;
import dev.quipu.benchmarks.load.LoadRun;
import dev.quipu.benchmarks.load.Tally;
import dev.quipu.benchmarks.machine.MachineFacts;
import dev.quipu.benchmarks.rig.check.Check;
import dev.quipu.benchmarks.rig.cluster.Cluster;
import dev.quipu.benchmarks.rig.cluster.Service;
import dev.quipu.benchmarks.rig.growth.Answers;
import dev.quipu.benchmarks.rig.growth.GrowthProbe;
import dev.quipu.benchmarks.rig.growth.GrowthReport;
import dev.quipu.benchmarks.rig.growth.GrowthStep;
import dev.quipu.benchmarks.rig.growth.GrowthTables;
import dev.quipu.benchmarks.rig.growth.Intake;
import dev.quipu.benchmarks.spans.WorkloadBuilder;
import dev.quipu.benchmarks.storage.LedgerCounts;
import dev.quipu.benchmarks.workload.EarlierWorkload;
import dev.quipu.benchmarks.workload.Workload;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/**
 * What a span costs and an answer takes as more and more is stored. Before the first step another tenant's spans of other
 * days are stored, and lie in partitions of their own: what is measured first is measured of services that are warm.
 */
public final class GrowthScenario implements Scenario {

    private static final int CONNECTIONS = 32;
    private static final int SPANS_PER_REQUEST = 512;
    private static final int DIFFERENT_SPANS = 131_072;
    private static final Duration WARM_UP_AGO = Duration.ofDays(3);
    private static final Map<String, String> WARM_UP_TENANT = Map.of("Quipu-Tenant", "warm-up");
    private static final Duration PATIENCE = Duration.ofMinutes(30);
    private static final double MILLION = 1e6;

    /**
     * What to measure.
     *
     * @param millions of spans stored at each step, increasing
     * @param warmUpMillions of spans before the first
     * @param answers to each question at each step that are timed
     */
    public record Plan(List<Double> millions, double warmUpMillions, int answers) {

        public Plan {
            millions = List.copyOf(millions);
            for (int i = 1; i < millions.size(); i++) {
                if (millions.get(i) <= millions.get(i - 1)) {
                    throw new IllegalArgumentException(
                            "steps: expected each larger than the one before, got " + millions);
                }
            }
            if (millions.isEmpty() || millions.get(0) * MILLION < SPANS_PER_REQUEST) {
                throw new IllegalArgumentException("steps: expected numbers of millions, got " + millions);
            }
        }
    }

    private final Setting setting;
    private final Plan plan;
    private final Path json;
    private final Console console = new Console(System.out);

    /** @param json a file for the report */
    public GrowthScenario(Setting setting, Plan plan, Path json) {
        this.setting = setting;
        this.plan = plan;
        this.json = json;
    }

    @Override
    public Outcome run() throws InterruptedException, TimeoutException, IOException, SQLException {
        Path home = Home.fresh(setting.home());
        Map<String, String> settings = Map.of("QUIPU_COLLECTOR_ZIPKIN_ENABLED", "false");
        try (Stage stage = new Stage(setting.checkout(), home, setting.ports(), settings)) {
            stage.bypassWireToStorage();
            stage.start();
            try (GrowthProbe probe = new GrowthProbe(stage.cluster())) {
                String durability = probe.durability();
                warmUp(stage.cluster(), probe);
                return outcome(stage.cluster(), report(grow(stage.cluster(), probe)), durability);
            }
        }
    }

    private List<GrowthStep> grow(Cluster cluster, GrowthProbe probe)
            throws InterruptedException, TimeoutException, SQLException {
        Workload workload = new WorkloadBuilder(setting.seed(), Door.HTTP.encoding(), SPANS_PER_REQUEST)
                .build(setting.seed(), DIFFERENT_SPANS);
        Map<String, Long> diskBefore = probe.diskBytes();
        List<GrowthStep> steps = new ArrayList<>();
        long stored = 0;
        for (double millions : plan.millions()) {
            Added added = add(cluster, probe, workload, (long) (millions * MILLION) - stored);
            stored += added.spans();
            console.say(String.format("%,d spans are stored, merged and analysed", stored));
            Map<String, Long> disk = grown(probe.diskBytes(), diskBefore);
            List<Answers> answers = probe.ask(setting.seed(), plan.answers(), stored);
            steps.add(new GrowthStep(stored, added.spans(), added.intake(), disk, answers));
            console.say("everything is asked");
        }
        return steps;
    }

    /** @param spans acknowledged */
    private record Added(long spans, Intake intake) {}

    private void warmUp(Cluster cluster, GrowthProbe probe)
            throws InterruptedException, TimeoutException, SQLException {
        Workload workload = new EarlierWorkload(
                new WorkloadBuilder(setting.seed(), Door.HTTP.encoding(), SPANS_PER_REQUEST)
                        .build(~setting.seed(), DIFFERENT_SPANS),
                WARM_UP_AGO);
        long spans = (long) (plan.warmUpMillions() * MILLION);
        if (spans >= SPANS_PER_REQUEST) {
            new LoadRun(load(cluster, spans).withHeaders(WARM_UP_TENANT), workload, Map.of()).run();
        }
        probe.awaitBackground(PATIENCE);
        console.say("warm");
    }

    private static Added add(Cluster cluster, GrowthProbe probe, Workload workload, long spans)
            throws InterruptedException, TimeoutException, SQLException {
        try (GrowthProbe.Window window = probe.open()) {
            LoadRun.Finished finished = new LoadRun(load(cluster, spans), workload, Map.of()).run();
            Tally tally = finished.tally();
            if (tally.acknowledgedRecords() != tally.offeredRecords()) {
                throw new IllegalStateException("load: expected all " + tally.offeredRecords()
                        + " spans acknowledged, got " + tally.acknowledgedRecords() + "; " + tally.troubles());
            }
            probe.awaitBackground(PATIENCE);
            double perSecond =
                    tally.acknowledgedRecords() / (finished.measured().toNanos() / 1e9);
            double wireBytes = (double) tally.offeredBytes() / tally.offeredRecords();
            return new Added(
                    tally.acknowledgedRecords(), window.intake(tally.acknowledgedRecords(), perSecond, wireBytes));
        }
    }

    private static LoadPlan load(Cluster cluster, long spans) {
        return new LoadPlan(
                cluster.of(Service.COLLECTOR).url(),
                Door.HTTP,
                CONNECTIONS,
                SPANS_PER_REQUEST,
                OptionalLong.empty(),
                Duration.ZERO,
                Duration.ofHours(1),
                spans,
                false);
    }

    private static Map<String, Long> grown(Map<String, Long> now, Map<String, Long> before) {
        Map<String, Long> grown = new LinkedHashMap<>();
        now.forEach((relation, bytes) -> grown.put(relation, bytes - before.getOrDefault(relation, 0L)));
        return grown;
    }

    private GrowthReport report(List<GrowthStep> steps) throws IOException {
        MachineFacts machine = MachineFacts.read();
        GrowthReport report = new GrowthReport(
                LocalDate.now().toString(),
                machine.cores() + " cores of " + machine.processor() + ", " + (machine.memoryBytes() >> 30) + " GiB",
                steps);
        report.write(json);
        return report;
    }

    private Outcome outcome(Cluster cluster, GrowthReport report, String durability) throws InterruptedException {
        LedgerCounts ledger = LedgerCounts.read(cluster.storageApi(), "traces");
        long acknowledged =
                report.steps().stream().mapToLong(GrowthStep::addedSpans).sum();
        List<Check> checks = new ArrayList<>();
        checks.add(Check.equal("fsync and synchronous_commit of PostgreSQL", "on, on", durability));
        checks.add(Check.equal("spans stored by the ledger, of those acknowledged", acknowledged, ledger.stored()));
        checks.add(Check.equal("equations of the ledger", "all hold", ledger.holds() ? "all hold" : "some do not"));
        checks.add(Check.equal("services that ended by themselves", 0, cluster.endedByThemselves()));
        checks.addAll(report.checks());
        return new Outcome(
                "Growth",
                "Spans are added step by step, as fast as answers come, by OTLP/HTTP with " + SPANS_PER_REQUEST
                        + " spans a request. What they cost is processor time from the first request until they are merged"
                        + " and analysed, without what the processes take when nothing is to be done; the first step's"
                        + " costs are those of services that " + text(plan.warmUpMillions())
                        + " M spans of another tenant and day have warmed up. Then everything is asked, one question at a"
                        + " time, over all that is stored: what ends at the newest few, or at what filters let through, is"
                        + " held against twice its time over a tenth; what has to read all that may match, against its"
                        + " share of what is stored.",
                List.of("median of " + plan.answers() + " answers to each question"),
                checks,
                new GrowthTables(report).markdown());
    }

    @Override
    public String again() {
        String steps = plan.millions().stream().map(GrowthScenario::text).collect(Collectors.joining(","));
        return "./quipu rig growth --seed " + setting.seed() + " --steps " + steps + " --warmup "
                + text(plan.warmUpMillions()) + " --answers " + plan.answers();
    }

    private static String text(double millions) {
        return millions == Math.rint(millions) ? Long.toString((long) millions) : Double.toString(millions);
    }
}
