package dev.quipu.analysis.explanation;

import dev.quipu.analysis.read.Page;
import dev.quipu.analysis.trace.Breakdown;
import dev.quipu.analysis.trace.TraceAnalysis;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Where the time of a trace went, by operation. */
@Schema(name = "Breakdown", description = "Where the time of a trace went, by component and span name.")
public record BreakdownAnswer(
        @Schema(description = "32 hex digits.", examples = "0af7651916cd43dd8448eb211c80319c")
        String traceId,

        @Schema(description = "Duration of the main root.", examples = "125000000")
        long durationNanos,

        @Schema(description = "Operations on all pages.", examples = "7")
        int lineCount,

        @Schema(description = "Those with most time on the critical path first.")
        List<Line> lines,

        @Schema(description = "Pass it as cursor for the next page; empty on the last one.", examples = "1000")
        String nextCursor,

        @Schema(description = "Whether storage left spans of the trace out.", examples = "false")
        boolean truncated) {

    public BreakdownAnswer {
        lines = List.copyOf(lines);
    }

    /** The spans of one operation. */
    @Schema(name = "BreakdownLine", description = "The spans of one operation.")
    public record Line(
            @Schema(description = "What they do.") OperationName operation,

            @Schema(description = "How many.", examples = "3")
            int spans,

            @Schema(description = "Those whose status is an error.", examples = "1")
            int errors,

            @Schema(description = "Sum of their durations.", examples = "90000000")
            long totalNanos,

            @Schema(description = "Sum of their time without children.", examples = "40000000")
            long selfNanos,

            @Schema(description = "Their time on the critical path of the main root.", examples = "30000000")
            long criticalNanos) {
        static Line of(Breakdown.Line line) {
            return new Line(
                    OperationName.of(line.operation()),
                    line.spans(),
                    line.errors(),
                    line.totalNanos(),
                    line.selfNanos(),
                    line.criticalNanos());
        }
    }

    static BreakdownAnswer of(TraceAnalysis analysis, boolean truncated, Page page) {
        List<Breakdown.Line> lines = Breakdown.of(analysis).lines();
        return new BreakdownAnswer(
                analysis.trace().id().hex(),
                analysis.times().durationNanos(analysis.tree().mainRoot()),
                lines.size(),
                page.of(lines).stream().map(Line::of).toList(),
                page.nextCursor(lines.size()),
                truncated);
    }
}
