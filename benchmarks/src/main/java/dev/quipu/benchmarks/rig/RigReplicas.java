package dev.quipu.benchmarks.rig;

import dev.quipu.benchmarks.rig.scenario.ReplicaScenario;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./quipu rig replicas}. */
@Command(
        name = "replicas",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = "Measures what a second collector and a second storage do to the spans taken in on this machine.")
final class RigReplicas implements Callable<Integer> {

    @Mixin
    private RigOptions options = new RigOptions();

    @Option(names = "--rounds", description = "with every number of collectors and storages once in each")
    private int rounds = 5;

    @Option(names = "--warmup", description = "seconds of load before anything is measured")
    private int warmUpSeconds = 60;

    @Option(names = "--seconds", description = "that are measured")
    private int seconds = 30;

    @Override
    public Integer call() throws Exception {
        return options.run(new ReplicaScenario(
                options.setting(), rounds, Duration.ofSeconds(warmUpSeconds), Duration.ofSeconds(seconds)));
    }
}
