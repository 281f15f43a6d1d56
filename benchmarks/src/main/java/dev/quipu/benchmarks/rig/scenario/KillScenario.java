package dev.quipu.benchmarks.rig.scenario;

import dev.quipu.benchmarks.rig.check.Check;
import dev.quipu.benchmarks.rig.fault.Faults;
import dev.quipu.benchmarks.rig.fault.MachineFaults;
import dev.quipu.benchmarks.rig.plan.Fault;
import dev.quipu.benchmarks.rig.plan.FaultKind;
import dev.quipu.benchmarks.rig.plan.FaultPlan;
import dev.quipu.benchmarks.rig.plan.Where;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Processes are killed, one after the other, while a given number of records is sent. The next is killed when its share
 * of the records is acknowledged, or after a while without.
 */
public final class KillScenario implements Scenario {

    private static final int SENDERS = 32;
    private static final long RECORDS_PER_SECOND = 20_000;
    private static final int POLL_MILLIS = 20;
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration ALL_SENT = Duration.ofMinutes(60);
    private static final Duration DRAINED = Duration.ofMinutes(5);

    private final Setting setting;
    private final int kills;
    private final long records;
    private final Optional<Where> victim;
    private final Console console = new Console(System.out);

    /** @param victim what is killed each time; empty for random ones */
    public KillScenario(Setting setting, int kills, long records, Optional<Where> victim) {
        victim.filter(where -> !FaultKind.KILL.places().contains(where)).ifPresent(where -> {
            throw new IllegalArgumentException("--of: expected a process, got " + where.label());
        });
        this.victim = victim;
        this.setting = setting;
        this.kills = kills;
        this.records = records;
    }

    @Override
    public Outcome run() throws InterruptedException, TimeoutException, IOException, SQLException {
        Path home = Home.fresh(setting.home());
        try (MachineFaults machine = MachineFaults.prepare(home, Set.of(), console::say);
                Stage stage = new Stage(setting.checkout(), home, setting.ports(), Map.of())) {
            stage.start();
            console.say("all services are ready");
            Faults faults = new Faults(stage.cluster(), stage.clientToCollector(), stage.collectorToStorage(), machine);
            long begin = System.nanoTime();
            try (Load load = Load.start(setting.seed(), stage.target(), SENDERS, RECORDS_PER_SECOND, records, home)) {
                killAll(load, faults);
                load.awaitAllSent(ALL_SENT);
                Settled settled = Settled.of(stage, load, DRAINED, console);
                return outcome(load, faults, settled, Duration.ofNanos(System.nanoTime() - begin));
            }
        }
    }

    private void killAll(Load load, Faults faults) throws InterruptedException, IOException {
        SplittableRandom random = new SplittableRandom(setting.seed());
        for (int i = 1; i <= kills; i++) {
            awaitShare(load, records * i / (kills + 1));
            Fault fault = next(random);
            console.say(String.format(
                    Locale.ROOT,
                    "kill %d of %d: %s, %,d records acknowledged",
                    i,
                    kills,
                    fault.where().label(),
                    load.tally().acknowledgedRecords()));
            faults.meet(fault);
        }
    }

    private Fault next(SplittableRandom random) {
        Fault fault = FaultPlan.next(random, FaultKind.KILL);
        while (victim.isPresent() && fault.where() != victim.get()) {
            fault = FaultPlan.next(random, FaultKind.KILL);
        }
        return fault;
    }

    private static void awaitShare(Load load, long share) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (load.tally().acknowledgedRecords() < share && System.nanoTime() - deadline < 0) {
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
    }

    private Outcome outcome(Load load, Faults faults, Settled settled, Duration took) {
        List<Check> checks = new ArrayList<>();
        checks.add(Check.atLeast("kills", kills, faults.kills()));
        checks.add(Check.atLeast("records acknowledged", records, load.tally().acknowledgedRecords()));
        checks.addAll(settled.checks());
        List<String> facts = new ArrayList<>(Settled.facts(load));
        facts.add("took " + took.toSeconds() + " s");
        return new Outcome(
                victim.map(where -> "Faults: kills of " + where.label()).orElse("Faults: kills"),
                victim.map(where -> "SIGKILL to " + where.label())
                                .orElse("SIGKILL to a random process of collector, storage, analysis, PostgreSQL's"
                                        + " postmaster and its backends,")
                        + " again and again under load; what dies is started again at once.",
                facts,
                checks);
    }

    @Override
    public String again() {
        return "./quipu rig kills --seed " + setting.seed() + " --kills " + kills + " --records " + records
                + victim.map(where -> " --of " + where.label()).orElse("");
    }
}
