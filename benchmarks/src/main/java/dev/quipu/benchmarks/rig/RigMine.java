package dev.quipu.benchmarks.rig;

import dev.quipu.benchmarks.rig.scenario.MiningScenario;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./quipu rig mine}. */
@Command(
        name = "mine",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = "Measures how fast analysis goes through what is stored, on one core, and asks about a day.")
final class RigMine implements Callable<Integer> {

    @Mixin
    private RigOptions options = new RigOptions();

    @Option(names = "--spans", description = "that are mined")
    private long spans = 3_000_000;

    @Override
    public Integer call() throws Exception {
        return options.run(new MiningScenario(options.setting(), spans));
    }
}
