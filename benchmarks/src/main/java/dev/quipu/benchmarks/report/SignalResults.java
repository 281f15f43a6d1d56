package dev.quipu.benchmarks.report;

import dev.quipu.benchmarks.machine.MachineFacts;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Writes what was found of logs, metrics and scraping, from the lines of JSON that the drivers left. */
public final class SignalResults {

    private final LoadTable loads;
    private final List<JsonObject> logQuestions;
    private final List<JsonObject> metricQuestions;
    private final List<JsonObject> scrapes;

    private SignalResults(Path directory) throws IOException {
        List<JsonObject> reports = new ArrayList<>(JsonLines.read(directory.resolve("logs.jsonl")));
        reports.addAll(JsonLines.read(directory.resolve("metrics.jsonl")));
        this.loads = new LoadTable(reports);
        this.logQuestions = JsonLines.read(directory.resolve("logs-query.jsonl"));
        this.metricQuestions = JsonLines.read(directory.resolve("metrics-query.jsonl"));
        this.scrapes = JsonLines.read(directory.resolve("scrape.jsonl"));
    }

    /**
     * @param arguments the directory with {@code logs.jsonl}, {@code logs-query.jsonl}, {@code metrics.jsonl}, {@code
     *     metrics-query.jsonl} and {@code scrape.jsonl}, of which any may be absent; and the file with the part to write
     */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 2) {
            throw new IllegalArgumentException("expected DIRECTORY and FILE, got " + List.of(arguments));
        }
        ResultsFile.write(Path.of(arguments[1]), new SignalResults(Path.of(arguments[0])).markdown());
    }

    private String markdown() {
        return String.join(
                "\n",
                "# Logs, metrics and scraping",
                "",
                "Written by `benchmarks/run`; `benchmarks/README.md` says what is measured and how. Everything runs on one",
                "machine: driver, three services and PostgreSQL with fsync on. Each figure is the median of its rounds, with",
                "the least and the most in brackets: that is the noise. A metric's record is a sample.",
                "",
                "- Date: " + LocalDate.now(),
                MachineFacts.read().markdown(),
                "",
                "## Must reach",
                "",
                Target.markdown(targets()),
                "Every acknowledged record is in the ledger as stored: " + (loads.allHold() ? "yes" : "NO") + ".",
                "",
                "## Load",
                "",
                loads.markdown(),
                "## Questions",
                "",
                questionTable(),
                "## Scraping",
                "",
                scrapeTable());
    }

    private List<Target> targets() {
        return List.of(
                Target.atLeast("log records/s, 512 a request", 100_000, loads.figure("logs-512", "recordsPerSecond")),
                Target.atMost(
                        "disk bytes/log record after compaction",
                        60,
                        loads.figure("logs-512", "settledDiskBytesPerRecord")),
                Target.atMost("a word of one log record, p50 ms", 200, Spread.of(logQuestions, "millisP50")),
                Target.atLeast("samples/s, 8,000 a request", 300_000, loads.figure("metrics-8000", "recordsPerSecond")),
                Target.atMost(
                        "disk bytes/sample of gauges and counters after compaction",
                        3,
                        loads.figure("metrics-numbers", "settledDiskBytesPerRecord")),
                Target.atMost(
                        "rate over an hour of 1,000 series, p50 ms", 200, Spread.of(metricQuestions, "millisP50")),
                Target.atMost("latest fetch of 500 targets, ms late", 1_000, Spread.of(scrapes, "lateMillisMax")),
                Target.atMost(
                        "fetches missed or doubled",
                        0,
                        Spread.of(scrapes.stream()
                                .map(scrape -> scrape.getDouble("missed") + scrape.getDouble("doubled"))
                                .toList())));
    }

    private String questionTable() {
        StringBuilder table = new StringBuilder(QuestionColumns.HEADER);
        for (List<JsonObject> rounds : List.of(logQuestions, metricQuestions)) {
            if (!rounds.isEmpty()) {
                table.append(QuestionColumns.row(rounds.get(0).getString("name"), rounds));
            }
        }
        return table.toString();
    }

    private String scrapeTable() {
        StringBuilder table = new StringBuilder("""
                | targets | series each | interval s | fetches | late ms p99 | late ms, most | missed | doubled | CPU s collector | CPU s storage | CPU s postgresql |
                |---|---|---|---|---|---|---|---|---|---|---|
                """);
        for (JsonObject scrape : scrapes) {
            table.append(String.format(
                    Locale.ROOT,
                    "| %d | %d | %d | %,d | %d | %d | %d | %d | %.1f | %.1f | %.1f |%n",
                    scrape.getInteger("targets"),
                    scrape.getInteger("series"),
                    scrape.getInteger("intervalSeconds"),
                    scrape.getLong("fetches"),
                    scrape.getLong("lateMillisP99"),
                    scrape.getLong("lateMillisMax"),
                    scrape.getLong("missed"),
                    scrape.getLong("doubled"),
                    scrape.getDouble("collectorCpuSeconds", Double.NaN),
                    scrape.getDouble("storageCpuSeconds", Double.NaN),
                    scrape.getDouble("postgresqlCpuSeconds", Double.NaN)));
        }
        return table.toString();
    }
}
