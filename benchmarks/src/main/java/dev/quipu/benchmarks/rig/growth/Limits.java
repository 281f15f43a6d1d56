package dev.quipu.benchmarks.rig.growth;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a single one of something holds up: what saturates, and in which order. */
final class Limits {

    /** @param next what there has to be more of then */
    private record Limit(String name, String arithmetic, double spansPerSecond, String next) {}

    private final Intake intake;
    private final Machines machines;

    Limits(Intake intake, Machines machines) {
        this.intake = intake;
        this.machines = machines;
    }

    String markdown() {
        List<Limit> limits = Stream.of(sliceOfAnalysis(), mergesOfABucket(), processorsOfPostgres(), logOfPostgres())
                .sorted(Comparator.comparingDouble(Limit::spansPerSecond))
                .toList();
        return GrowthReport.format("""
                        On one machine processors saturate first, with %s before the others. With enough machines it is, in this order,
                        what there is one of until there are more:

                        | one | holds | spans/s | then |
                        |---|---|---|---|
                        """, dearestHop())
                + limits.stream()
                        .map(limit -> GrowthReport.format(
                                "| %s | %s | %,.0f | %s |%n",
                                limit.name(), limit.arithmetic(), limit.spansPerSecond(), limit.next()))
                        .collect(Collectors.joining());
    }

    private String dearestHop() {
        return intake.hops().stream()
                .max(Comparator.comparingDouble(Hop::cpuMicrosPerSpan))
                .map(Hop::name)
                .orElseThrow();
    }

    private Limit sliceOfAnalysis() {
        double micros = intake.hop(Hop.ANALYSIS).cpuMicrosPerSpan();
        return new Limit(
                "slice of analysis",
                GrowthReport.format("1 core × %.2f ÷ %.2f µs", machines.busyShare(), micros),
                machines.busyShare() * 1e6 / micros,
                "more slices, as many replicas");
    }

    private Limit mergesOfABucket() {
        return new Limit(
                "tenant's bucket: its merges go one after the other",
                GrowthReport.format("%,.0f spans/s × %.2f", intake.mergedPerSecond(), machines.busyShare()),
                machines.busyShare() * intake.mergedPerSecond(),
                "more buckets, more storages");
    }

    private Limit processorsOfPostgres() {
        double micros = intake.hop(Hop.POSTGRESQL).cpuMicrosPerSpan();
        return new Limit(
                "PostgreSQL: its processors",
                GrowthReport.format(
                        "%d cores × %.2f ÷ %.2f µs", machines.databaseCores(), machines.busyShare(), micros),
                machines.databaseCores() * machines.busyShare() * 1e6 / micros,
                "`citus`");
    }

    private Limit logOfPostgres() {
        return new Limit(
                "PostgreSQL: its write-ahead log",
                GrowthReport.format(
                        "%.0f MB/s ÷ %.1f bytes", machines.logMegabytesPerSecond(), intake.logBytesPerSpan()),
                machines.logMegabytesPerSecond() * 1e6 / intake.logBytesPerSpan(),
                "a faster disk, then `citus`");
    }
}
