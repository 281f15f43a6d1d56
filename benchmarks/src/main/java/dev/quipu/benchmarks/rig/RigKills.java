package dev.quipu.benchmarks.rig;

import dev.quipu.benchmarks.rig.plan.Where;
import dev.quipu.benchmarks.rig.scenario.KillScenario;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./quipu rig kills}. */
@Command(
        name = "kills",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = "Kills random processes while records are sent.")
final class RigKills implements Callable<Integer> {

    @Mixin
    private RigOptions options = new RigOptions();

    @Option(names = "--kills")
    private int kills = 200;

    @Option(names = "--records")
    private long records = 5_000_000;

    @Option(
            names = "--of",
            description = "kill only this: collector, storage, analysis, postgresql; random ones when absent")
    private @Nullable Where victim;

    @Override
    public Integer call() throws Exception {
        return options.run(new KillScenario(options.setting(), kills, records, Optional.ofNullable(victim)));
    }
}
