package dev.quipu.benchmarks.rig;

import dev.quipu.benchmarks.rig.scenario.EraseScenario;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./quipu rig erase}. */
@Command(
        name = "erase",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = "Measures how long it takes to erase a value, and looks for what is left of it.")
final class RigErase implements Callable<Integer> {

    @Mixin
    private RigOptions options = new RigOptions();

    @Option(names = "--spans", description = "that are stored")
    private long spans = 5_000_000;

    @Option(names = "--carriers", description = "about how many of them say the value")
    private int carriers = 500;

    @Option(names = "--settle", description = "seconds to wait at most until all is merged and mined; 0 for not at all")
    private long settleSeconds = 240;

    @Override
    public Integer call() throws Exception {
        return options.run(new EraseScenario(options.setting(), spans, carriers, Duration.ofSeconds(settleSeconds)));
    }
}
