package dev.quipu.benchmarks.rig;

import dev.quipu.benchmarks.rig.scenario.StartScenario;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./quipu rig start}. */
@Command(
        name = "start",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = "Measures how long it takes to be back after SIGKILL.")
final class RigStart implements Callable<Integer> {

    @Mixin
    private RigOptions options = new RigOptions();

    @Option(names = "--spooled-mib", description = "what the collector has to find in its spool")
    private long spooledMebibytes = 1_024;

    @Override
    public Integer call() throws Exception {
        return options.run(new StartScenario(options.setting(), spooledMebibytes << 20));
    }
}
