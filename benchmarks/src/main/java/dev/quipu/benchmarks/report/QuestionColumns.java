package dev.quipu.benchmarks.report;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;

/** A Markdown table of questions, a row for each with the medians over its rounds. */
final class QuestionColumns {

    static final String HEADER = """
            | question | records stored | p50 ms | p99 ms | CPU ms an answer | bytes an answer |
            |---|---|---|---|---|---|
            """;

    private QuestionColumns() {}

    static String row(String name, List<JsonObject> rounds) {
        return String.format(
                Locale.ROOT,
                "| %s | %s | %s | %s | %s | %s |%n",
                name,
                Spread.of(rounds, "storedRecords").text(0),
                Spread.of(rounds, "millisP50").text(1),
                Spread.of(rounds, "millisP99").text(1),
                Spread.of(rounds, "cpuMillis").text(1),
                Spread.of(rounds, "meanBytes").text(0));
    }
}
