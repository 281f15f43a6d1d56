package dev.quipu.benchmarks.report;

import dev.quipu.benchmarks.machine.MachineFacts;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code benchmarks/run}'s last step: writes what was found, from the lines of JSON that the drivers left. */
public final class Results {

    private final LoadTable loads;
    private final LoadTable comparison;
    private final Map<String, List<JsonObject>> questions;
    private final Map<String, JsonObject> micro;

    private Results(Path directory) throws IOException {
        this.loads = new LoadTable(JsonLines.read(directory.resolve("load.jsonl")));
        this.comparison = new LoadTable(JsonLines.read(directory.resolve("compare.jsonl")));
        this.questions = JsonLines.read(directory.resolve("query.jsonl")).stream()
                .collect(Collectors.groupingBy(
                        report -> report.getString("name"), LinkedHashMap::new, Collectors.toList()));
        this.micro = readMicro(directory.resolve("micro.json"));
    }

    /**
     * @param arguments the directory with {@code load.jsonl}, {@code compare.jsonl}, {@code query.jsonl} and JMH's
     *     {@code micro.json}, of which any may be absent; and the file to write, or {@code -} to print
     */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 2) {
            throw new IllegalArgumentException("expected DIRECTORY and FILE, got " + List.of(arguments));
        }
        String text = new Results(Path.of(arguments[0])).markdown();
        if (arguments[1].equals("-")) {
            System.out.print(text);
        } else {
            ResultsFile.write(Path.of(arguments[1]), text);
        }
    }

    private String markdown() {
        return String.join(
                "\n",
                "# Results",
                "",
                "Written by `benchmarks/run`; `benchmarks/README.md` says what is measured and how. Everything runs on one",
                "machine: driver, three services and PostgreSQL with fsync on. Each figure is the median of its rounds, with",
                "the least and the most in brackets: that is the noise.",
                "",
                "- Date: " + LocalDate.now(),
                MachineFacts.read().markdown(),
                "",
                "## Must reach",
                "",
                targets(),
                "## Load",
                "",
                loads.markdown(),
                "## Questions",
                "",
                questionTable(),
                "## Codec, one core",
                "",
                microTable(),
                "## Beside Zipkin's server (in memory), the same spans in one run",
                "",
                comparison.markdown());
    }

    private String targets() {
        Spread zipkin = comparison.figure("zipkin", "recordsPerSecond");
        Spread quipu = comparison.figure("quipu", "recordsPerSecond");
        Spread ratio = Spread.of(
                zipkin.rounds() * quipu.rounds() == 0 ? List.of() : List.of(quipu.median() / zipkin.median()));
        List<Target> targets = new ArrayList<>(List.of(
                Target.atLeast("encode, spans/s per core", 500_000, microFigure("WriteBenchmark.encode")),
                Target.atLeast(
                        "decode and encode, spans/s per core", 500_000, microFigure("WriteBenchmark.decodeAndEncode")),
                Target.atLeast(
                        "read two columns, values/s per core", 10e6, microFigure("ReadBenchmark.readTwoColumns")),
                Target.atLeast("spans/s, 512 a request", 110_000, loads.figure("http-512", "recordsPerSecond")),
                Target.atLeast("spans/s, 100 a request", 70_000, loads.figure("http-100", "recordsPerSecond")),
                Target.atMost("ack p99 at half load, ms", 500, loads.figure("half-load", "ackMillisP99")),
                Target.atLeast("times Zipkin's spans/s", 2, ratio),
                Target.atMost("CPU s per M spans", 15, loads.figure("http-512", "cpuSecondsPerMillionRecords")),
                Target.atMost(
                        "disk bytes/span after compaction", 60, loads.figure("http-512", "settledDiskBytesPerRecord")),
                Target.atMost("collector's peak MiB under any load", 512, loads.peakMib("collector")),
                Target.atMost("storage's peak MiB under any load", 768, loads.peakMib("storage"))));
        Map.of(
                        "trace by id", 10,
                        "newest 20 of a service", 30,
                        "rare attribute value, all data", 100,
                        "status and duration, all data", 300)
                .entrySet()
                .stream()
                .sorted(Map.Entry.comparingByValue())
                .forEach(question -> targets.add(Target.atMost(
                        question.getKey() + ", p50 ms",
                        question.getValue(),
                        Spread.of(questions.getOrDefault(question.getKey(), List.of()), "millisP50"))));
        return Target.markdown(targets) + "\nEvery acknowledged span is in the ledger as stored: "
                + (loads.allHold() ? "yes" : "NO") + ".\n";
    }

    private String questionTable() {
        StringBuilder table = new StringBuilder(QuestionColumns.HEADER);
        questions.forEach((name, rounds) -> table.append(QuestionColumns.row(name, rounds)));
        return table.toString();
    }

    private String microTable() {
        StringBuilder table = new StringBuilder("""
                | benchmark | a second | error (99.9 %) |
                |---|---|---|
                """);
        micro.forEach((name, metric) -> table.append(String.format(
                Locale.ROOT,
                "| %s | %,.0f | %s |%n",
                name,
                metric.getDouble("score"),
                metric.getValue("scoreError") instanceof Number error
                        ? String.format(Locale.ROOT, "%,.0f", error.doubleValue())
                        : "-")));
        return table.toString();
    }

    private Spread microFigure(String name) {
        JsonObject metric = micro.get(name);
        return Spread.of(metric == null ? List.of() : List.of(metric.getDouble("score")));
    }

    /** JMH's metrics by class and method. */
    private static Map<String, JsonObject> readMicro(Path file) throws IOException {
        Stream<Object> benchmarks =
                Files.exists(file) ? new JsonArray(Files.readString(file)).stream() : Stream.empty();
        return benchmarks
                .map(JsonObject.class::cast)
                .collect(Collectors.toMap(
                        benchmark -> benchmark.getString("benchmark").replaceFirst("^.*\\.(\\w+\\.\\w+)$", "$1"),
                        benchmark -> benchmark.getJsonObject("primaryMetric"),
                        (one, other) -> other,
                        LinkedHashMap::new));
    }
}
