package dev.quipu.storage.api;

import dev.quipu.storage.search.CountAnswer;
import dev.quipu.storage.search.TimeSteps;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Counts over time as clients see them. */
final class CountAnswers {

    private CountAnswers() {}

    @Schema(name = "CountGroup", description = "The records of one value.")
    record CountGroup(
            @Schema(description = "The value as text; empty for records without one.", examples = "cart")
            String value,

            @Schema(description = "Records of all steps.", examples = "1234")
            long total,

            @Schema(description = "Records of each step.", examples = "[12, 0, 7]")
            List<Long> counts) {
        static CountGroup of(CountAnswer.Group group) {
            return new CountGroup(group.value(), group.total(), group.counts());
        }
    }

    @Schema(name = "Counts", description = "How many records there are in each step of time, by value.")
    record Counts(
            @Schema(
                    description = "Where the first step begins, nanoseconds since 1970.",
                    examples = "1767225600000000000")
            String fromUnixNano,

            @Schema(description = "Length of a step in nanoseconds.", examples = "60000000000")
            String stepNanos,

            @Schema(description = "How many steps there are.", examples = "60")
            int steps,

            @Schema(description = "The values, the most frequent first.")
            List<CountGroup> groups,

            @Schema(description = "Records of each step whose values are too many to be told apart.")
            List<Long> others,

            @Schema(description = "Everything acknowledged before this instant was counted.")
            Instant watermark,

            @Schema(description = "What was read.") SearchAnswers.ScannedAnswer scanned) {
        static Counts of(TimeSteps steps, CountAnswer answer) {
            return new Counts(
                    Long.toString(steps.firstUnixNano()),
                    Long.toString(steps.stepNanos()),
                    steps.count(),
                    answer.groups().stream().map(CountGroup::of).toList(),
                    answer.others(),
                    answer.watermark(),
                    SearchAnswers.ScannedAnswer.of(answer.scanned()));
        }
    }
}
