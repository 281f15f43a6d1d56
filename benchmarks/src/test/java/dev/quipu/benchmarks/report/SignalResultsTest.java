package dev.quipu.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignalResultsTest {

    @TempDir
    private Path directory;

    @Test
    void showsWhatWasMeasuredAndSaysWhatWasNot() throws Exception {
        JsonLines.append(
                directory.resolve("scrape.jsonl"),
                List.of(new JsonObject()
                        .put("targets", 500)
                        .put("series", 400)
                        .put("intervalSeconds", 10)
                        .put("fetches", 9_000)
                        .put("lateMillisP99", 20)
                        .put("lateMillisMax", 35)
                        .put("missed", 1)
                        .put("doubled", 0)));
        JsonLines.append(
                directory.resolve("metrics-query.jsonl"),
                List.of(new JsonObject().put("name", "rate").put("millisP50", 42.0)));
        Path file = directory.resolve("RESULTS.md");

        SignalResults.main(new String[] {directory.toString(), file.toString()});

        assertThat(Files.readString(file))
                .contains("| latest fetch of 500 targets, ms late | at most 1,000 | 35.0 | yes |")
                .contains("| fetches missed or doubled | at most 0 | 1.0 | NO |")
                .contains("| rate over an hour of 1,000 series, p50 ms | at most 200 | 42.0 | yes |")
                .contains("| log records/s, 512 a request | at least 100,000 | - | not measured |")
                .contains("| 500 | 400 | 10 | 9,000 | 20 | 35 | 1 | 0 |");
    }
}
