package dev.quipu.benchmarks.rig;

import dev.quipu.benchmarks.CommandRun;
import dev.quipu.benchmarks.rig.plan.FaultKind;
import dev.quipu.benchmarks.rig.scenario.FaultScenario;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./quipu rig}: faults by a seed under load, and the comparison at the end. */
@Command(
        name = "rig",
        subcommands = {
            RigKills.class,
            RigOutage.class,
            RigOverload.class,
            RigHostile.class,
            RigStart.class,
            RigMine.class,
            RigErase.class,
            RigAuthentication.class,
            RigNeighbours.class,
            RigGrowth.class,
            RigReplicas.class,
            RigCapacity.class
        },
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = "Starts the services with data of their own, loads them, breaks what can break, and compares what"
                + " was acknowledged with what is stored. Ends with 1 when they differ.")
public final class Rig implements Callable<Integer> {

    @Mixin
    private RigOptions options = new RigOptions();

    @Option(names = "--minutes", description = "of load")
    private double minutes = 5;

    @Option(
            names = "--faults",
            split = ",",
            description =
                    "kill, stop, storm, cut, delay, black-hole, lost-response, full-disk, fsync, clock; all by default")
    private List<String> faults =
            Arrays.stream(FaultKind.values()).map(FaultKind::label).toList();

    @Option(names = "--rate", description = "records a second that the client offers")
    private long recordsPerSecond = 5_000;

    private Rig() {}

    public static void main(String[] arguments) {
        CommandRun.exit(new Rig(), arguments);
    }

    @Override
    public Integer call() throws Exception {
        List<FaultKind> kinds = faults.stream().map(FaultKind::ofLabel).toList();
        Duration length = Duration.ofMillis((long) (minutes * 60_000));
        return options.run(new FaultScenario(options.setting(), length, kinds, recordsPerSecond));
    }
}
