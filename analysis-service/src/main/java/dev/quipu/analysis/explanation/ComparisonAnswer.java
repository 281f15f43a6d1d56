package dev.quipu.analysis.explanation;

import dev.quipu.analysis.read.Page;
import dev.quipu.analysis.trace.CallTree;
import dev.quipu.analysis.trace.Comparison;
import java.util.List;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Two groups of traces side by side. */
@Schema(
        name = "TraceComparison",
        description = "Two groups of traces side by side: which calls only one of them makes, and how much of the"
                + " difference of their mean durations each call is responsible for.")
public record ComparisonAnswer(
        @Schema(description = "The traces that are the measure.")
        Group base,

        @Schema(description = "The traces that are held against them.")
        Group other,

        @Schema(
                description = "By how much the mean duration of the others is longer, in nanoseconds: the sum of the"
                        + " lines' differenceNanos over all pages.",
                examples = "120000000.0")
        double differenceNanos,

        @Schema(description = "Places on all pages.", examples = "25")
        int lineCount,

        @Schema(description = "Each place before what it calls.")
        List<Line> lines,

        @Schema(description = "Pass it as cursor for the next page; empty on the last one.", examples = "1000")
        String nextCursor) {

    public ComparisonAnswer {
        lines = List.copyOf(lines);
    }

    /** One of the two groups. */
    @Schema(name = "ComparedGroup", description = "One of the two groups.")
    public record Group(
            @Schema(description = "Its traces.", examples = "20")
            long traces,

            @Schema(description = "Spans beyond the places that an answer may have.", examples = "0")
            long spansLeftOut,

            @Schema(
                    description = "Whether only its newest traces were read, because there are more than one answer may"
                            + " read.",
                    examples = "false")
            boolean truncated) {
        private static Group of(Laid laid) {
            return new Group(laid.tree().traces(), laid.tree().spansLeftOut(), laid.truncated());
        }
    }

    /** One place of the two call trees. */
    @Schema(name = "ComparedCall", description = "One place of the two call trees.")
    public record Line(
            @Schema(description = "Calls above it; 0 for roots.", examples = "1")
            int depth,

            @Schema(description = "What its spans do.") OperationName operation,

            @Schema(description = "Who makes the call: base, other or both.", examples = "both")
            String side,

            @Schema(description = "Of the base.") CallFigures base,

            @Schema(description = "Of the others.") CallFigures other,

            @Schema(
                    description = "Its part of the difference of the mean durations, in nanoseconds: by how much more"
                            + " time per trace it takes on the critical path of the others.",
                    examples = "110000000.0")
            double differenceNanos) {
        private static Line of(Comparison.Line line) {
            return new Line(
                    line.depth(),
                    OperationName.of(line.operation()),
                    line.side().name().toLowerCase(Locale.ROOT),
                    CallFigures.of(line.base()),
                    CallFigures.of(line.other()),
                    line.differenceNanos());
        }
    }

    /** A group laid over each other. */
    record Laid(CallTree tree, boolean truncated) {}

    static ComparisonAnswer of(Laid base, Laid other, Page page) {
        List<Comparison.Line> lines = Comparison.of(base.tree(), other.tree()).lines();
        return new ComparisonAnswer(
                Group.of(base),
                Group.of(other),
                lines.stream().mapToDouble(Comparison.Line::differenceNanos).sum(),
                lines.size(),
                page.of(lines).stream().map(Line::of).toList(),
                page.nextCursor(lines.size()));
    }
}
