package dev.quipu.benchmarks.query;

import dev.quipu.benchmarks.machine.ProcessUsage;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/**
 * How a question was answered.
 *
 * @param micros of each answer
 * @param meanBytes of the answers
 * @param usage of storage and its database while they answered
 */
public record QuestionReport(
        String name, long storedRecords, Histogram micros, long meanBytes, List<ProcessUsage> usage) {

    static final String MARKDOWN_HEADER = """
            | question | p50 ms | p99 ms | max ms | CPU ms an answer | bytes an answer | answers |
            |---|---|---|---|---|---|---|
            """;

    JsonObject toJson() {
        return new JsonObject()
                .put("name", name)
                .put("storedRecords", storedRecords)
                .put("answers", micros.getTotalCount())
                .put("millisP50", millis(50))
                .put("millisP99", millis(99))
                .put("millisMax", millis(100))
                .put("cpuMillis", cpuMillis())
                .put("meanBytes", meanBytes);
    }

    String toMarkdownRow() {
        return String.format(
                Locale.ROOT,
                "| %s | %.1f | %.1f | %.1f | %.1f | %,d | %d |",
                name,
                millis(50),
                millis(99),
                millis(100),
                cpuMillis(),
                meanBytes,
                micros.getTotalCount());
    }

    /** What so many of a hundred answers took at most. */
    public double millis(double percentile) {
        return micros.getValueAtPercentile(percentile) / 1_000.0;
    }

    /** For an answer. */
    public double cpuMillis() {
        return usage.stream().mapToDouble(ProcessUsage::cpuSeconds).sum() * 1_000 / micros.getTotalCount();
    }
}
