package dev.quipu.benchmarks.rig;

import dev.quipu.benchmarks.rig.scenario.OverloadScenario;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./quipu rig overload}. */
@Command(
        name = "overload",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = "Offers ten times what the collector can take.")
final class RigOverload implements Callable<Integer> {

    @Mixin
    private RigOptions options = new RigOptions();

    @Option(names = "--minutes")
    private double minutes = 5;

    @Override
    public Integer call() throws Exception {
        Duration length = Duration.ofMillis((long) (minutes * 60_000));
        return options.run(new OverloadScenario(options.setting(), length));
    }
}
