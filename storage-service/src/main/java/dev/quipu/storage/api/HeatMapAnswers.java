package dev.quipu.storage.api;

import dev.quipu.storage.search.HeatMap;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Spans by time and duration, as clients see them. */
final class HeatMapAnswers {

    private HeatMapAnswers() {}

    @Schema(name = "HeatMapRow", description = "The spans of about one duration.")
    record Row(
            @Schema(description = "Shortest duration, in nanoseconds.", examples = "1048576")
            String fromNanos,

            @Schema(description = "All are shorter than this, in nanoseconds.", examples = "1246974")
            String toNanos,

            @Schema(description = "Spans of each step.", examples = "[12, 0, 7]")
            List<Long> counts) {}

    @Schema(name = "HeatMap", description = "How many spans there are by time and duration.")
    record Map(
            @Schema(
                    description = "Where the first step begins, nanoseconds since 1970.",
                    examples = "1767225600000000000")
            String fromUnixNano,

            @Schema(description = "Length of a step in nanoseconds.", examples = "60000000000")
            String stepNanos,

            @Schema(description = "How many steps there are.", examples = "60")
            int steps,

            @Schema(
                    description =
                            "From the shortest durations to the longest, four rows to a doubling; empty without spans.")
            List<Row> rows,

            @Schema(description = "Everything acknowledged before this instant was counted.")
            Instant watermark,

            @Schema(description = "What was read.") SearchAnswers.ScannedAnswer scanned) {
        static Map of(HeatMap map) {
            return new Map(
                    Long.toString(map.steps().firstUnixNano()),
                    Long.toString(map.steps().stepNanos()),
                    map.steps().count(),
                    map.rows().stream()
                            .map(row ->
                                    new Row(Long.toString(row.fromNanos()), Long.toString(row.toNanos()), row.counts()))
                            .toList(),
                    map.watermark(),
                    SearchAnswers.ScannedAnswer.of(map.scanned()));
        }
    }
}
