package dev.quipu.benchmarks.rig;

import dev.quipu.benchmarks.rig.growth.Capacity;
import dev.quipu.benchmarks.rig.growth.CapacityPage;
import dev.quipu.benchmarks.rig.growth.GrowthReport;
import dev.quipu.benchmarks.rig.growth.Machines;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./quipu rig capacity}. */
@Command(
        name = "capacity",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = "Writes what a report of growth means for larger installations into the page about it.")
final class RigCapacity implements Callable<Integer> {

    @Option(names = "--checkout", hidden = true)
    private Path checkout = Path.of(".");

    @Option(names = "--json", description = "what growth left (" + RigGrowth.REPORT + ")")
    @Nullable
    private Path json;

    @Option(names = "--page", description = "the page (docs/capacity.md)")
    @Nullable
    private Path page;

    @Option(names = "--cores", description = "of a machine")
    private int cores = 8;

    @Option(names = "--database-cores", description = "of the largest machine that a PostgreSQL gets")
    private int databaseCores = 32;

    @Option(names = "--busy", description = "share of their time that processors are to be busy at most")
    private double busyShare = 0.6;

    @Option(names = "--log-megabytes", description = "a second that the disk of a write-ahead log keeps up")
    private double logMegabytesPerSecond = 200;

    @Option(names = "--days", description = "that spans are kept")
    private int retentionDays = 14;

    @Override
    public Integer call() throws Exception {
        Machines machines = new Machines(cores, databaseCores, busyShare, logMegabytesPerSecond, retentionDays);
        Path report = json == null ? checkout.resolve(RigGrowth.REPORT) : json;
        String part = new Capacity(GrowthReport.read(report), machines).markdown();
        CapacityPage.write(page == null ? checkout.resolve("docs/capacity.md") : page, part);
        return 0;
    }
}
