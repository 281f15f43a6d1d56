package dev.quipu.analysis.explanation;

import dev.quipu.analysis.trace.CallTree;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What is known of one place in the call tree of many traces. */
@Schema(description = "Sums over the spans in one place of the call tree.")
public record CallFigures(
        @Schema(description = "Traces that have a span there.", examples = "18")
        long traces,

        @Schema(description = "Spans.", examples = "20") long spans,

        @Schema(description = "Those whose status is an error.", examples = "1")
        long errors,

        @Schema(description = "Sum of their durations.", examples = "90000000")
        long totalNanos,

        @Schema(description = "Sum of their time without children.", examples = "40000000")
        long selfNanos,

        @Schema(description = "Their time on the critical paths of the main roots.", examples = "30000000")
        long criticalNanos) {

    static CallFigures of(CallTree.Figures figures) {
        return new CallFigures(
                figures.traces(),
                figures.spans(),
                figures.errors(),
                figures.totalNanos(),
                figures.selfNanos(),
                figures.criticalNanos());
    }
}
