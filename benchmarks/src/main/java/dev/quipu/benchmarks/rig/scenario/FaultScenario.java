package dev.quipu.benchmarks.rig.scenario;

import dev.quipu.benchmarks.rig.fault.FaultRun;
import dev.quipu.benchmarks.rig.fault.Faults;
import dev.quipu.benchmarks.rig.fault.MachineFaults;
import dev.quipu.benchmarks.rig.plan.FaultKind;
import dev.quipu.benchmarks.rig.plan.FaultPlan;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Load, and faults of every chosen kind by a seed; at the end everything acknowledged is stored, once. */
public final class FaultScenario implements Scenario {

    private static final int SENDERS = 32;
    private static final Duration MEAN_GAP = Duration.ofSeconds(5);
    private static final Duration SETTLED = Duration.ofSeconds(180);

    private final Setting setting;
    private final Duration length;
    private final Collection<FaultKind> kinds;
    private final long recordsPerSecond;
    private final Console console = new Console(System.out);

    /** @param length of the load; faults come in its middle */
    public FaultScenario(Setting setting, Duration length, Collection<FaultKind> kinds, long recordsPerSecond) {
        this.setting = setting;
        this.length = length;
        this.kinds = new TreeSet<>(kinds);
        this.recordsPerSecond = recordsPerSecond;
    }

    @Override
    public Outcome run() throws InterruptedException, TimeoutException, IOException, SQLException {
        Path home = Home.fresh(setting.home());
        try (MachineFaults machine = MachineFaults.prepare(home, kinds, console::say)) {
            FaultPlan plan = FaultPlan.of(setting.seed(), length, machine.possible(), MEAN_GAP);
            console.print(plan.text());
            try (Stage stage = new Stage(setting.checkout(), home, setting.ports(), machine.settings())) {
                stage.start();
                console.say("all services are ready");
                return run(stage, plan, machine, home);
            }
        }
    }

    private Outcome run(Stage stage, FaultPlan plan, MachineFaults machine, Path home)
            throws InterruptedException, TimeoutException, IOException, SQLException {
        Faults faults = new Faults(stage.cluster(), stage.clientToCollector(), stage.collectorToStorage(), machine);
        long begin = System.nanoTime();
        try (Load load = Load.start(setting.seed(), stage.target(), SENDERS, recordsPerSecond, Long.MAX_VALUE, home);
                FaultRun run = new FaultRun(plan, faults, console::say)) {
            TimeUnit.MILLISECONDS.sleep(length.toMillis());
            run.await(SETTLED);
            console.say("the last fault is over");
            Duration sent = Duration.ofNanos(System.nanoTime() - begin);
            Settled settled = Settled.of(stage, load, SETTLED, console);
            List<String> facts = new ArrayList<>(Settled.facts(load));
            facts.add(String.format(
                    Locale.ROOT,
                    "%d faults in %d s, %d processes killed; spool drained in %d ms",
                    plan.faults().size(),
                    sent.toSeconds(),
                    faults.kills(),
                    settled.drained().toMillis()));
            return new Outcome(
                    "Faults: mixed, seed " + setting.seed(),
                    "Faults of the kinds " + labels() + " by seed " + setting.seed() + " under load.",
                    facts,
                    settled.checks());
        }
    }

    private String labels() {
        return String.join(",", kinds.stream().map(FaultKind::label).toList());
    }

    @Override
    public String again() {
        return String.format(
                Locale.ROOT,
                "./quipu rig --seed %d --minutes %s --faults %s --rate %d",
                setting.seed(),
                length.toMillis() % 60_000 == 0 ? Long.toString(length.toMinutes()) : "" + length.toMillis() / 60e3,
                labels(),
                recordsPerSecond);
    }
}
