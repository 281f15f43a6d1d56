package dev.quipu.benchmarks.rig.scenario;

import dev.quipu.benchmarks.rig.check.Check;
import dev.quipu.benchmarks.rig.cluster.Service;
import dev.quipu.benchmarks.rig.cluster.ServiceProcess;
import dev.quipu.benchmarks.rig.hostile.Hostility;
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
import org.HdrHistogram.Histogram;

/** Normal load alone, then the same load among clients that mean harm. */
public final class HostileScenario implements Scenario {

    private static final int SENDERS = 16;
    private static final long RECORDS_PER_SECOND = 5_000;
    private static final Duration WARMUP = Duration.ofSeconds(30);
    private static final Duration ALONE = Duration.ofSeconds(30);
    private static final Duration SETTLED = Duration.ofSeconds(180);
    private static final double MAX_P99_MILLIS = 250;
    private static final double MAX_GROWTH_MEBIBYTES = 64;
    private static final double MIB = 1 << 20;
    /** All of the heap is resident from the start: what grows is not garbage that nobody has collected yet. */
    private static final Map<String, String> SETTINGS =
            Map.of("QUIPU_COLLECTOR_JAVA_OPTS", "-Xms256m -Xmx256m -XX:+AlwaysPreTouch");

    private final Setting setting;
    private final Duration length;
    private final Console console = new Console(System.out);

    /** @param length of the attacks */
    public HostileScenario(Setting setting, Duration length) {
        this.setting = setting;
        this.length = length;
    }

    /** What the normal load saw, and the collector's memory meanwhile. */
    private record Seen(Histogram ackMicros, long peakResidentBytes, long notReady) {
        double millis(double percentile) {
            return ackMicros.getValueAtPercentile(percentile) / 1e3;
        }
    }

    @Override
    public Outcome run() throws InterruptedException, TimeoutException, IOException, SQLException {
        Path home = Home.fresh(setting.home());
        try (Stage stage = new Stage(setting.checkout(), home, setting.ports(), SETTINGS)) {
            stage.start();
            console.say("all services are ready");
            ServiceProcess collector = stage.cluster().of(Service.COLLECTOR);
            try (Load load =
                    Load.start(setting.seed(), collector.url(), SENDERS, RECORDS_PER_SECOND, Long.MAX_VALUE, home)) {
                TimeUnit.MILLISECONDS.sleep(WARMUP.toMillis());
                Seen alone = look(collector, load, ALONE);
                console.say("the attacks begin");
                try (Hostility hostility = new Hostility(
                        setting.ports().collector(), setting.ports().grpc())) {
                    Seen among = look(collector, load, length);
                    hostility.close();
                    console.say("the attacks are over");
                    Settled settled = Settled.of(stage, load, SETTLED, console);
                    return outcome(load, hostility, alone, among, settled);
                }
            }
        }
    }

    private static Seen look(ServiceProcess collector, Load load, Duration length) throws InterruptedException {
        load.tally().takeAckMicros();
        try (Readiness readiness = new Readiness(collector)) {
            TimeUnit.MILLISECONDS.sleep(length.toMillis());
            return new Seen(load.tally().takeAckMicros(), readiness.peakResidentBytes(), readiness.notReady());
        }
    }

    private Outcome outcome(Load load, Hostility hostility, Seen alone, Seen among, Settled settled) {
        double growth = (among.peakResidentBytes() - alone.peakResidentBytes()) / MIB;
        List<Check> checks = new ArrayList<>();
        checks.add(Check.atMost("acknowledged within ms, p99, of the normal load", MAX_P99_MILLIS, among.millis(99)));
        checks.add(Check.atMost("MiB that the collector's resident set grew by", MAX_GROWTH_MEBIBYTES, growth));
        checks.add(Check.equal("times the collector said that it is not ready", 0, among.notReady()));
        checks.addAll(settled.checks());
        List<String> facts = new ArrayList<>(hostility.text());
        facts.add(String.format(
                Locale.ROOT,
                "alone p50 %.0f ms, p99 %.0f ms; among them p50 %.0f ms, p99 %.0f ms, most %.0f ms",
                alone.millis(50),
                alone.millis(99),
                among.millis(50),
                among.millis(99),
                among.millis(100)));
        facts.add(String.format(
                Locale.ROOT,
                "collector's resident set %.0f MiB alone, %.0f MiB among them",
                alone.peakResidentBytes() / MIB,
                among.peakResidentBytes() / MIB));
        facts.addAll(Settled.facts(load));
        return new Outcome(
                "Faults: hostile clients",
                String.format(
                        Locale.ROOT,
                        "Gzip bombs, slow connections, an HTTP/2 reset flood and endless chunked bodies, together, beside"
                                + " a normal load of %,d records/s. The collector's heap of 256 MiB is resident from the"
                                + " start.",
                        RECORDS_PER_SECOND),
                facts,
                checks);
    }

    @Override
    public String again() {
        return "./quipu rig hostile --seed " + setting.seed() + " --minutes " + length.toMillis() / 60e3;
    }
}
