package dev.quipu.storage.api;

import dev.quipu.storage.search.ContrastAnswer;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** How often values are on each side, as clients see it. */
final class ContrastAnswers {

    private ContrastAnswers() {}

    @Schema(name = "ContrastValue", description = "Records that have a value.")
    record Value(
            @Schema(description = "The field, as a search names it.", examples = "span.http.route")
            String field,

            @Schema(description = "The value as text.", examples = "/cart/{id}")
            String value,

            @Schema(description = "The search for records that have it.", examples = "span.http.route = \"/cart/{id}\"")
            String condition,

            @Schema(description = "Selected records that have it.", examples = "120")
            long selected,

            @Schema(description = "Other records that have it.", examples = "3")
            long rest) {
        static Value of(ContrastAnswer.ValueCount count) {
            return new Value(
                    count.value().field().toString(),
                    count.value().value(),
                    count.value().condition().toString(),
                    count.records().selected(),
                    count.records().rest());
        }
    }

    @Schema(name = "ContrastPair", description = "Records that have two values.")
    record Pair(
            @Schema(description = "The search for records that have the first value.", examples = "name = \"buy\"")
            String first,

            @Schema(
                    description = "The search for records that have the second, of another field.",
                    examples = "resource.host.name = \"node-7\"")
            String second,

            @Schema(description = "Selected records that have both.", examples = "118")
            long selected,

            @Schema(description = "Other records that have both.", examples = "0")
            long rest) {
        static Pair of(ContrastAnswer.PairCount count) {
            return new Pair(
                    count.first().condition().toString(),
                    count.second().condition().toString(),
                    count.records().selected(),
                    count.records().rest());
        }
    }

    @Schema(name = "Contrast", description = "How often values are among selected records, and among the rest.")
    record Contrast(
            @Schema(description = "Records that are selected.", examples = "130")
            long selected,

            @Schema(description = "All others that were looked at.", examples = "99870")
            long rest,

            @Schema(description = "Values, those whose shares differ most first; up to 500.")
            List<Value> values,

            @Schema(description = "Pairs of the values that are more frequent among the selected.")
            List<Pair> pairs,

            @Schema(
                    description = "How many values and pairs were counted, also those that are not told.",
                    examples = "412")
            int tested,

            @Schema(
                    description = "Fields with so many values that not all were counted.",
                    examples = "[\"span.user.id\"]")
            List<String> cut,

            @Schema(description = "Everything acknowledged before this instant was looked at.")
            Instant watermark,

            @Schema(description = "What was read.") SearchAnswers.ScannedAnswer scanned) {
        static Contrast of(ContrastAnswer answer) {
            return new Contrast(
                    answer.total().selected(),
                    answer.total().rest(),
                    answer.values().stream().map(Value::of).toList(),
                    answer.pairs().stream().map(Pair::of).toList(),
                    answer.tested(),
                    answer.cut().stream().map(Object::toString).toList(),
                    answer.watermark(),
                    SearchAnswers.ScannedAnswer.of(answer.scanned()));
        }
    }
}
