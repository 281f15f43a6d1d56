package dev.quipu.benchmarks.rig;

import dev.quipu.benchmarks.rig.scenario.OutageScenario;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./quipu rig outage}. */
@Command(
        name = "outage",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = "Takes storage away under load and holds filling and draining of the spool against each other.")
final class RigOutage implements Callable<Integer> {

    @Mixin
    private RigOptions options = new RigOptions();

    @Option(names = "--minutes")
    private double minutes = 10;

    @Option(names = "--rate", description = "records a second")
    private long recordsPerSecond = 20_000;

    @Override
    public Integer call() throws Exception {
        Duration length = Duration.ofMillis((long) (minutes * 60_000));
        return options.run(new OutageScenario(options.setting(), length, recordsPerSecond));
    }
}
