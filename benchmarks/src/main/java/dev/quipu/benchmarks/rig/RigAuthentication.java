package dev.quipu.benchmarks.rig;

import dev.quipu.benchmarks.rig.scenario.AuthenticationScenario;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./quipu rig authentication}. */
@Command(
        name = "authentication",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = "Measures what asking for keys adds to the processor time of taking spans in.")
final class RigAuthentication implements Callable<Integer> {

    @Mixin
    private RigOptions options = new RigOptions();

    @Option(names = "--starts", description = "how often the services are started anew")
    private int starts = 3;

    @Option(names = "--rounds", description = "of each start")
    private int rounds = 8;

    @Option(names = "--seconds", description = "that both are loaded in a round")
    private int seconds = 10;

    @Override
    public Integer call() throws Exception {
        return options.run(new AuthenticationScenario(options.setting(), starts, rounds, Duration.ofSeconds(seconds)));
    }
}
