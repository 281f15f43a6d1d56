package dev.quipu.benchmarks.rig;

import dev.quipu.benchmarks.rig.scenario.HostileScenario;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./quipu rig hostile}. */
@Command(
        name = "hostile",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = "Sends what means harm beside a normal load.")
final class RigHostile implements Callable<Integer> {

    @Mixin
    private RigOptions options = new RigOptions();

    @Option(names = "--minutes")
    private double minutes = 2;

    @Override
    public Integer call() throws Exception {
        Duration length = Duration.ofMillis((long) (minutes * 60_000));
        return options.run(new HostileScenario(options.setting(), length));
    }
}
