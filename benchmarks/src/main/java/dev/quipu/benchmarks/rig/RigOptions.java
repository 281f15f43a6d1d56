package dev.quipu.benchmarks.rig;

import dev.quipu.benchmarks.report.ResultsFile;
import dev.quipu.benchmarks.rig.cluster.Ports;
import dev.quipu.benchmarks.rig.scenario.Outcome;
import dev.quipu.benchmarks.rig.scenario.Scenario;
import dev.quipu.benchmarks.rig.scenario.Setting;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What every scenario is told. */
public final class RigOptions {

    @Option(names = "--seed", description = "the same seed gives the same faults and the same records")
    long seed = 1;

    @Option(names = "--checkout", hidden = true)
    Path checkout = Path.of(".");

    @Option(names = "--home", description = "of data and logs; an earlier run's is deleted (benchmarks/target/rig)")
    @Nullable
    Path home;

    @Option(
            names = "--first-port",
            description = "of eleven ports in a row, and of as many 32 above where there are two of each")
    int firstPort = 24_317;

    @Option(names = "--report", description = "a Markdown file to write this part of the results into")
    @Nullable
    Path report;

    Setting setting() {
        Path directory = home == null ? checkout.resolve("benchmarks/target/rig") : home;
        return new Setting(seed, checkout, directory, new Ports(firstPort));
    }

    /** Runs it, prints what it showed and writes that where it was asked for. @return the exit code */
    int run(Scenario scenario) throws Exception {
        boolean holds = false;
        try {
            Outcome outcome = scenario.run();
            holds = outcome.holds();
            System.out.println(outcome.text());
            if (report != null) {
                ResultsFile.write(report, outcome.markdown(scenario.again()));
            }
        } finally {
            System.out.println(holds ? "holds" : "FAILED with seed " + seed + "; again with: " + scenario.again());
        }
        return holds ? 0 : 1;
    }
}
