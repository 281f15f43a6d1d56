package dev.quipu.benchmarks.rig;

import dev.quipu.benchmarks.rig.scenario.NeighbourScenario;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./quipu rig neighbours}. */
@Command(
        name = "neighbours",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = "Measures what one tenant's worst searches do to the small questions of another.")
final class RigNeighbours implements Callable<Integer> {

    @Mixin
    private RigOptions options = new RigOptions();

    @Option(names = "--spans", description = "of the tenant that is loud")
    private long spans = 2_000_000;

    @Option(names = "--askers", description = "searches that it has under way at any time")
    private int askers = 4;

    @Option(names = "--rounds")
    private int rounds = 3;

    @Option(names = "--seconds", description = "alone, and again beside it, in each round")
    private int seconds = 30;

    @Override
    public Integer call() throws Exception {
        return options.run(
                new NeighbourScenario(options.setting(), spans, askers, rounds, Duration.ofSeconds(seconds)));
    }
}
