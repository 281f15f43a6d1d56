package dev.quipu.benchmarks.rig;

import dev.quipu.benchmarks.rig.scenario.GrowthScenario;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./quipu rig growth}. */
@Command(
        name = "growth",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = "Measures what a span costs, takes up, and takes to be found, as more and more is stored.")
final class RigGrowth implements Callable<Integer> {

    /** In a checkout. */
    static final String REPORT = "benchmarks/growth.json";

    @Mixin
    private RigOptions options = new RigOptions();

    @Option(
            names = "--steps",
            split = ",",
            description = "millions of spans stored when it is looked",
            defaultValue = "1,2,5,10,20")
    private List<Double> millions = List.of();

    @Option(names = "--warmup", description = "millions of spans of another tenant before the first step")
    private double warmUpMillions = 5;

    @Option(names = "--answers", description = "to each question at each step")
    private int answers = 100;

    @Option(names = "--json", description = "a file for the report (" + REPORT + ")")
    @Nullable
    private Path json;

    @Override
    public Integer call() throws Exception {
        return options.run(new GrowthScenario(
                options.setting(),
                new GrowthScenario.Plan(millions, warmUpMillions, answers),
                json == null ? options.checkout.resolve(REPORT) : json));
    }
}
