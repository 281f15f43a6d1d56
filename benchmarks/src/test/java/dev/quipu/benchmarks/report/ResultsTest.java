package dev.quipu.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultsTest {

    @TempDir
    private Path directory;

    @Test
    void showsTheMedianOfTheRoundsWithTheLeastAndTheMost() throws Exception {
        JsonLines.append(
                directory.resolve("load.jsonl"),
                List.of(
                        load("http-512", 150_000, true),
                        load("http-512", 120_000, true),
                        load("http-512", 130_000, true)));

        assertThat(results())
                .contains("| spans/s, 512 a request | at least 110,000 | 130,000 (120,000 - 150,000) | yes |")
                .contains("| collector's peak MiB under any load | at most 512 | 300 | yes |")
                .contains("Every acknowledged span is in the ledger as stored: yes.");
    }

    @Test
    void saysWhatWasNotReachedAndWhatWasNotMeasured() throws Exception {
        JsonLines.append(directory.resolve("load.jsonl"), List.of(load("http-512", 90_000, false)));

        assertThat(results())
                .contains("| spans/s, 512 a request | at least 110,000 | 90,000 | NO |")
                .contains("| spans/s, 100 a request | at least 70,000 | - | not measured |")
                .contains("Every acknowledged span is in the ledger as stored: NO.");
    }

    @Test
    void comparesTheMediansOfQuipuAndZipkin() throws Exception {
        JsonLines.append(
                directory.resolve("compare.jsonl"),
                List.of(load("zipkin", 50_000, true), load("quipu", 120_000, true)));

        assertThat(results()).contains("| times Zipkin's spans/s | at least 2 | 2.4 | yes |");
    }

    @Test
    void readsTheScoresThatJmhWrites() throws Exception {
        Files.writeString(directory.resolve("micro.json"), """
                [{"benchmark": "dev.quipu.benchmarks.micro.WriteBenchmark.encode",
                  "primaryMetric": {"score": 600000.4, "scoreError": "NaN"}},
                 {"benchmark": "dev.quipu.benchmarks.micro.ReadBenchmark.readTwoColumns",
                  "primaryMetric": {"score": 9000000.0, "scoreError": 1000.2}}]
                """);

        assertThat(results())
                .contains("| encode, spans/s per core | at least 500,000 | 600,000 | yes |")
                .contains("| read two columns, values/s per core | at least 10,000,000 | 9,000,000 | NO |")
                .contains("| ReadBenchmark.readTwoColumns | 9,000,000 | 1,000 |");
    }

    private String results() throws Exception {
        Path file = directory.resolve("RESULTS.md");
        Results.main(new String[] {directory.toString(), file.toString()});
        return Files.readString(file);
    }

    private static JsonObject load(String name, double recordsPerSecond, boolean holds) {
        return new JsonObject()
                .put("name", name)
                .put("door", "HTTP")
                .put("gzip", false)
                .put("recordsPerRequest", 512)
                .put("connections", 16)
                .put("recordsPerSecond", recordsPerSecond)
                .put("holds", holds)
                .put(
                        "processes",
                        new JsonArray()
                                .add(new JsonObject()
                                        .put("name", "collector")
                                        .put("cpuSecondsPerMillionRecords", 3.0)
                                        .put("peakResidentBytes", 300L << 20)));
    }
}
