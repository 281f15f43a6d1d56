package dev.quipu.benchmarks.rig.growth;

import java.util.List;
import java.util.function.DoubleFunction;
import java.util.stream.Collectors;

/** What a report means for larger installations: the arithmetic, shown, as Markdown. */
public final class Capacity {

    private static final List<Double> SPANS_PER_SECOND = List.of(100e3, 1e6, 10e6);
    private static final double SECONDS_PER_DAY = 86_400;

    private final GrowthReport report;
    private final GrowthStep step;
    private final Intake intake;
    private final Machines machines;

    /** @param report of which the last step is what counts */
    public Capacity(GrowthReport report, Machines machines) {
        this.report = report;
        this.step = report.last();
        this.intake = step.intake();
        this.machines = machines;
    }

    public String markdown() {
        return String.join("\n", costs(), needs(), new Limits(intake, machines).markdown());
    }

    private String costs() {
        StringBuilder text = new StringBuilder(GrowthReport.format(
                """
                Measured on %s, on %s, while %s spans became %s:

                | hop | CPU µs a span | spans/s of a core | share |
                |---|---|---|---|
                """,
                report.date(),
                report.machine(),
                GrowthReport.millions(step.storedSpans() - step.addedSpans()),
                GrowthReport.millions(step.storedSpans())));
        for (Hop hop : intake.hops()) {
            text.append(row(hop.name(), hop.cpuMicrosPerSpan()));
        }
        text.append(row("all", intake.cpuMicrosPerSpan()));
        return text.append(GrowthReport.format(
                        """

                        Beside that a span is %.0f bytes of OTLP on the wire, %.1f bytes of PostgreSQL's write-ahead log, and %.1f bytes
                        of tables and indexes once it is merged.
                        """, intake.wireBytesPerSpan(), intake.logBytesPerSpan(), step.diskBytesPerSpan()))
                .toString();
    }

    private String row(String name, double micros) {
        return GrowthReport.format(
                "| %s | %.2f | %,.0f | %.0f %% |%n",
                name, micros, 1e6 / micros, 100 * micros / intake.cpuMicrosPerSpan());
    }

    private String needs() {
        return GrowthReport.format("""
                        Cores busy are spans/s × CPU µs ÷ 1,000,000; cores to have are those ÷ %.2f, so that processors are busy %.0f %%
                        of their time and the rest is for searches, the page, and what spools bring after an outage; machines have %d
                        cores, and their number is rounded up.

                        """, machines.busyShare(), 100 * machines.busyShare(), machines.cores())
                + cells("spans/s", "%,.0f", rate -> rate)
                + "|---|---|---|---|\n"
                + intake.hops().stream()
                        .map(hop -> cells(hop.name() + ", cores to have", "%,.1f", rate -> cores(hop, rate)))
                        .collect(Collectors.joining())
                + cells("machines of the three services", "%,.0f", rate -> machines.machinesFor(services(rate)))
                + cells(
                        "machines of PostgreSQL, without standbys",
                        "%,.0f",
                        rate -> machines.machinesFor(busy(intake.hop(Hop.POSTGRESQL), rate)))
                + cells("OTLP in, Gbit/s", "%,.2f", rate -> rate * intake.wireBytesPerSpan() * 8 / 1e9)
                + cells("write-ahead log, MB/s", "%,.0f", rate -> rate * intake.logBytesPerSpan() / 1e6)
                + cells("disk of a day, GB", "%,.0f", rate -> rate * SECONDS_PER_DAY * step.diskBytesPerSpan() / 1e9)
                + cells(
                        "disk of " + machines.retentionDays() + " days, TB",
                        "%,.1f",
                        rate -> rate * SECONDS_PER_DAY * machines.retentionDays() * step.diskBytesPerSpan() / 1e12)
                + cells(
                        "slices of analysis (`quipu.analysis.feed.slices`)",
                        "%,.0f",
                        rate -> Math.ceil(cores(intake.hop(Hop.ANALYSIS), rate)))
                + cells(
                        "buckets, if all is one tenant's (`quipu.collector.segments.buckets`)",
                        "%,.0f",
                        rate -> Math.ceil(rate / (intake.mergedPerSecond() * machines.busyShare())));
    }

    private static String cells(String name, String format, DoubleFunction<? extends Number> value) {
        return SPANS_PER_SECOND.stream()
                .map(rate -> GrowthReport.format(format, value.apply(rate).doubleValue()))
                .collect(Collectors.joining(" | ", "| " + name + " | ", " |\n"));
    }

    private static double busy(Hop hop, double spansPerSecond) {
        return spansPerSecond * hop.cpuMicrosPerSpan() / 1e6;
    }

    private double cores(Hop hop, double spansPerSecond) {
        return machines.coresFor(busy(hop, spansPerSecond));
    }

    private double services(double spansPerSecond) {
        return intake.hops().stream()
                .filter(hop -> !hop.name().equals(Hop.POSTGRESQL))
                .mapToDouble(hop -> busy(hop, spansPerSecond))
                .sum();
    }
}
