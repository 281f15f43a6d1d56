package dev.quipu.benchmarks.rig.growth;

import java.util.function.Function;
import java.util.stream.Collectors;

/** A report as Markdown: what was taken in, what it takes up, and how long answers took. */
public final class GrowthTables {

    /** Of tables and indexes; those below it stand together. */
    private static final double LEAST_BYTES_PER_SPAN = 0.01;

    private final GrowthReport report;

    public GrowthTables(GrowthReport report) {
        this.report = report;
    }

    public String markdown() {
        return String.join(
                "\n", "## Taking in", "", intake(), hops(), "## On disk", "", disk(), "## Answers", "", answers());
    }

    private String intake() {
        StringBuilder table = new StringBuilder("""
                | spans stored | added | spans/s | CPU s per M spans | wire bytes/span | WAL bytes/span | disk bytes/span | M spans/s of one merge |
                |---|---|---|---|---|---|---|---|
                """);
        for (GrowthStep step : report.steps()) {
            Intake intake = step.intake();
            table.append(GrowthReport.format(
                    "| %,d | %,d | %,.0f | %.2f | %.0f | %.1f | %.1f | %.2f |%n",
                    step.storedSpans(),
                    step.addedSpans(),
                    intake.spansPerSecond(),
                    intake.cpuMicrosPerSpan(),
                    intake.wireBytesPerSpan(),
                    intake.logBytesPerSpan(),
                    step.diskBytesPerSpan(),
                    intake.mergedPerSecond() / 1e6));
        }
        return table.toString();
    }

    private String hops() {
        return "CPU s per M spans, in brackets the cores taken when nothing is to be done, and the peak in MiB:\n\n"
                + header("hop")
                + report.first().intake().hops().stream()
                        .map(hop -> row(hop.name(), step -> text(step.intake().hop(hop.name()))))
                        .collect(Collectors.joining());
    }

    private static String text(Hop hop) {
        return GrowthReport.format(
                "%.2f (%.3f), %d MiB", hop.cpuMicrosPerSpan(), hop.idleCores(), hop.peakResidentBytes() >> 20);
    }

    private String disk() {
        return "Bytes for each span stored, tables with their TOAST:\n\n"
                + header("table or index")
                + report.last().diskBytes().keySet().stream()
                        .filter(relation -> report.last().diskBytesPerSpan(relation) >= LEAST_BYTES_PER_SPAN)
                        .map(relation ->
                                row(relation, step -> GrowthReport.format("%.2f", step.diskBytesPerSpan(relation))))
                        .collect(Collectors.joining())
                + row("all others", step -> GrowthReport.format("%.2f", others(step)))
                + row("all", step -> GrowthReport.format("%.2f", step.diskBytesPerSpan()));
    }

    private double others(GrowthStep step) {
        return step.diskBytes().keySet().stream()
                .filter(relation -> report.last().diskBytesPerSpan(relation) < LEAST_BYTES_PER_SPAN)
                .mapToDouble(step::diskBytesPerSpan)
                .sum();
    }

    private String answers() {
        return "Milliseconds, p50 / p95, over everything that is stored; in brackets those of a processor:\n\n"
                + header("question")
                + report.first().answers().stream()
                        .map(asked -> row(asked.question(), step -> text(step.answersTo(asked.question()))))
                        .collect(Collectors.joining());
    }

    private static String text(Answers answers) {
        return GrowthReport.format("%.1f / %.1f (%.1f)", answers.millisP50(), answers.millisP95(), answers.cpuMillis());
    }

    private String header(String first) {
        return row(first, GrowthReport::text) + "|---".repeat(report.steps().size() + 1) + "|\n";
    }

    private String row(String name, Function<GrowthStep, String> cell) {
        return report.steps().stream().map(cell).collect(Collectors.joining(" | ", "| " + name + " | ", " |\n"));
    }
}
