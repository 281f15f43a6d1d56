package dev.quipu.benchmarks.report;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Loads of several rounds side by side: one row for each name, medians over its rounds. */
public final class LoadTable {

    private static final double MIB = 1 << 20;
    private static final String DRIVER = "driver";

    private final Map<String, List<JsonObject>> roundsByName;

    LoadTable(List<JsonObject> reports) {
        this.roundsByName = reports.stream()
                .collect(Collectors.groupingBy(
                        report -> report.getString("name"), LinkedHashMap::new, Collectors.toList()));
    }

    /** Prints the table of a file that loads were appended to. */
    public static void main(String[] arguments) throws IOException {
        System.out.print(new LoadTable(JsonLines.read(Path.of(arguments[0]))).markdown());
    }

    /** Empty when there was no such load. */
    Spread figure(String name, String key) {
        return Spread.of(rounds(name), key);
    }

    /** The most memory that a process had under any load, in MiB. */
    Spread peakMib(String process) {
        List<JsonObject> all =
                roundsByName.values().stream().flatMap(List::stream).toList();
        Spread peaks = processFigure(all, process, "peakResidentBytes", 1 / MIB);
        return Spread.of(peaks.rounds() == 0 ? List.of() : List.of(peaks.most()));
    }

    /** Whether every round kept every acknowledged record. */
    boolean allHold() {
        return roundsByName.values().stream()
                .flatMap(List::stream)
                .allMatch(report -> report.getBoolean("holds", false));
    }

    String markdown() {
        StringBuilder table = new StringBuilder("""
                | load | door | records/s offered | records/s acknowledged | ack p50 ms | ack p99 ms | CPU s per M records | stored = acknowledged |
                |---|---|---|---|---|---|---|---|
                """);
        roundsByName.forEach((name, rounds) -> table.append(row(name, rounds)));
        table.append("""

                | load | process | CPU s per M records | peak MiB |
                |---|---|---|---|
                """);
        roundsByName.forEach((name, rounds) -> processes(rounds)
                .forEach(process -> table.append(format(
                        "| %s | %s | %s | %s |%n",
                        name,
                        process,
                        processFigure(rounds, process, "cpuSecondsPerMillionRecords", 1)
                                .text(1),
                        processFigure(rounds, process, "peakResidentBytes", 1 / MIB)
                                .text(0)))));
        return table.append(disk()).toString();
    }

    private String row(String name, List<JsonObject> rounds) {
        JsonObject first = rounds.get(0);
        boolean holds = rounds.stream().allMatch(round -> round.getBoolean("holds", false));
        return format(
                "| %s | %s, %d records a request, %d connections | %s | %s | %s | %s | %s | %s |%n",
                name,
                first.getString("door").toLowerCase(Locale.ROOT) + (first.getBoolean("gzip") ? ", gzip" : ""),
                first.getInteger("recordsPerRequest"),
                first.getInteger("connections"),
                first.containsKey("scheduledRecordsPerSecond")
                        ? Spread.of(rounds, "scheduledRecordsPerSecond").text(0)
                        : "as answered",
                Spread.of(rounds, "recordsPerSecond").text(0),
                Spread.of(rounds, "ackMillisP50").text(0),
                Spread.of(rounds, "ackMillisP99").text(0),
                Spread.of(rounds, "cpuSecondsPerMillionRecords").text(1),
                first.containsKey("storedRecords") ? (holds ? "yes" : "NO") : "no ledger");
    }

    private String disk() {
        StringBuilder table = new StringBuilder("""

                | load | wire bytes/record | disk bytes/record at the end of the load | after compaction | WAL bytes/record |
                |---|---|---|---|---|
                """);
        roundsByName.forEach((name, rounds) -> table.append(format(
                "| %s | %s | %s | %s | %s |%n",
                name,
                Spread.of(rounds, "wireBytesPerRecord").text(0),
                Spread.of(rounds, "diskBytesPerRecord").text(0),
                Spread.of(rounds, "settledDiskBytesPerRecord").text(0),
                Spread.of(rounds, "walBytesPerRecord").text(0))));
        return table.toString();
    }

    private List<JsonObject> rounds(String name) {
        return roundsByName.getOrDefault(name, List.of());
    }

    /** Those that were watched, the driver last. */
    private static List<String> processes(List<JsonObject> rounds) {
        List<String> names = new ArrayList<>(rounds.stream()
                .flatMap(round -> objects(round.getJsonArray("processes")).stream())
                .map(process -> process.getString("name"))
                .filter(name -> !name.equals(DRIVER))
                .distinct()
                .sorted()
                .toList());
        names.add(DRIVER);
        return names;
    }

    private static Spread processFigure(List<JsonObject> rounds, String process, String key, double scale) {
        return Spread.of(rounds.stream()
                .flatMap(round -> objects(round.getJsonArray("processes")).stream())
                .filter(usage -> usage.getString("name").equals(process))
                .map(usage -> usage.getDouble(key) * scale)
                .toList());
    }

    private static List<JsonObject> objects(JsonArray array) {
        return array.stream().map(JsonObject.class::cast).toList();
    }

    private static String format(String format, Object... arguments) {
        return String.format(Locale.ROOT, format, arguments);
    }
}
