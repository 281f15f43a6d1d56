package dev.quipu.benchmarks.rig.scenario;

import dev.quipu.benchmarks.rig.check.Check;
import dev.quipu.benchmarks.rig.check.SearchSample;
import dev.quipu.benchmarks.rig.client.Acknowledged;
import dev.quipu.benchmarks.rig.client.Journal;
import dev.quipu.benchmarks.rig.cluster.Service;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Storage is away under load, comes back, and gets everything. */
public final class OutageScenario implements Scenario {

    private static final int SENDERS = 48;
    private static final Duration BEFORE = Duration.ofSeconds(15);
    private static final Duration DRAINED = Duration.ofMinutes(30);
    private static final int SPANS_SEARCHED = 50;
    /** Of what is offered while storage is away, what the collector has to acknowledge. */
    private static final double ACKNOWLEDGED_SHARE = 0.95;

    private static final double DRAIN_TIMES_FILL = 3;

    private final Setting setting;
    private final Duration length;
    private final long recordsPerSecond;
    private final Console console = new Console(System.out);

    /** @param length of the outage */
    public OutageScenario(Setting setting, Duration length, long recordsPerSecond) {
        this.setting = setting;
        this.length = length;
        this.recordsPerSecond = recordsPerSecond;
    }

    /** @param spooledRecords when storage came back; -1 when the collector has no spool */
    private record Filled(long acknowledgedMeanwhile, long spooledRecords, long spooledBytes) {}

    @Override
    public Outcome run() throws InterruptedException, TimeoutException, IOException, SQLException {
        Path home = Home.fresh(setting.home());
        try (Stage stage = new Stage(setting.checkout(), home, setting.ports(), Map.of())) {
            stage.start();
            console.say("all services are ready");
            try (Load load =
                    Load.start(setting.seed(), stage.target(), SENDERS, recordsPerSecond, Long.MAX_VALUE, home)) {
                TimeUnit.MILLISECONDS.sleep(BEFORE.toMillis());
                Filled filled = outage(stage, load);
                Settled settled = Settled.of(stage, load, DRAINED, console);
                return outcome(stage, load, filled, settled);
            }
        }
    }

    /** The load goes on; it ends when storage is started, so that filling and draining are told apart. */
    private Filled outage(Stage stage, Load load) throws InterruptedException, TimeoutException {
        stage.cluster().of(Service.STORAGE).kill();
        stage.cluster().postgres().kill();
        console.say("storage and PostgreSQL are killed");
        long before = load.tally().acknowledgedRecords();
        TimeUnit.MILLISECONDS.sleep(length.toMillis());
        long meanwhile = load.tally().acknowledgedRecords() - before;
        JsonObject spool = stage.cluster().spool().orElse(new JsonObject());
        Filled filled = new Filled(meanwhile, spool.getLong("records", -1L), spool.getLong("bytes", 0L));
        load.pause();
        stage.cluster().of(Service.STORAGE).start();
        stage.cluster().of(Service.STORAGE).awaitReady(DRAINED);
        console.say(String.format(
                Locale.ROOT, "storage is ready again; the spool held %,d records", filled.spooledRecords()));
        return filled;
    }

    private Outcome outcome(Stage stage, Load load, Filled filled, Settled settled)
            throws InterruptedException, IOException {
        double fill = (double) filled.acknowledgedMeanwhile() / length.toSeconds();
        double drain = Math.max(0, filled.spooledRecords())
                / Math.max(0.001, settled.drained().toMillis() / 1e3);
        List<Check> checks = new ArrayList<>();
        checks.add(Check.atLeast(
                "records/s acknowledged while storage was away", recordsPerSecond * ACKNOWLEDGED_SHARE, fill));
        checks.add(Check.atLeast("records/s drained", DRAIN_TIMES_FILL * fill, drain));
        checks.addAll(settled.checks());
        checks.add(SearchSample.of(
                load.source(),
                Acknowledged.of(Journal.read(load.journalFile())),
                stage.cluster().storageApi(),
                SPANS_SEARCHED));
        List<String> facts = new ArrayList<>(Settled.facts(load));
        facts.add(
                filled.spooledRecords() < 0
                        ? "the collector has no spool"
                        : String.format(
                                Locale.ROOT,
                                "spooled: %,d records in %,d MiB, drained in %.1f s after storage was ready",
                                filled.spooledRecords(),
                                filled.spooledBytes() >> 20,
                                settled.drained().toMillis() / 1e3));
        return new Outcome(
                "Faults: outage",
                "Storage and PostgreSQL are killed and stay away for " + length.toMinutes()
                        + " minutes while the client goes" + " on.",
                facts,
                checks);
    }

    @Override
    public String again() {
        return String.format(
                Locale.ROOT,
                "./quipu rig outage --seed %d --minutes %s --rate %d",
                setting.seed(),
                length.toMillis() / 60e3,
                recordsPerSecond);
    }
}
