package dev.quipu.analysis.explanation;

import dev.quipu.analysis.trace.ClockCorrection;
import dev.quipu.analysis.trace.Trace;
import dev.quipu.analysis.trace.TraceAnalysis;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What is odd about a trace, and which clocks were corrected. */
@Schema(
        name = "TraceStructure",
        description = "How a trace hangs together: its roots, what is odd about it, and which clocks were corrected.")
public record StructureAnswer(
        @Schema(description = "32 hex digits.", examples = "0af7651916cd43dd8448eb211c80319c")
        String traceId,

        @Schema(description = "Spans of the trace.", examples = "42")
        int spans,

        @Schema(
                description = "The span that the trace is read from: the earliest that names no parent, else the"
                        + " earliest orphan.",
                examples = "b7ad6b7169203331")
        String mainRootSpanId,

        @Schema(description = "Spans that name no parent.") Named roots,

        @Schema(description = "Spans that name a parent which is not in the trace.")
        Named orphans,

        @Schema(description = "Spans that name themselves as parent.")
        Named ownParents,

        @Schema(description = "Spans at which a circle of parents was cut, one for each circle.")
        Named cycles,

        @Schema(description = "Spans that share their id with others.")
        Named sharedIds,

        @Schema(description = "Spans that end before they start; they count as without duration.")
        Named runningBackwards,

        @Schema(description = "Clocks that were corrected in all answers about this trace; none when all can be right.")
        List<Clock> clocks,

        @Schema(description = "Whether storage left spans of the trace out.", examples = "false")
        boolean truncated) {

    public StructureAnswer {
        clocks = List.copyOf(clocks);
    }

    /** Spans with something in common. */
    @Schema(name = "NamedSpans", description = "Spans with something in common.")
    public record Named(
            @Schema(description = "How many.", examples = "1")
            int count,

            @Schema(description = "The ids of the first hundred.", examples = "00f067aa0ba902b7")
            List<String> spanIds) {

        private static final int MAX_LISTED = 100;

        private static Named of(Trace trace, IntPredicate isOne) {
            Spans spans = new Spans(trace);
            int[] found = IntStream.range(0, trace.spans().size()).filter(isOne).toArray();
            return new Named(
                    found.length,
                    IntStream.of(found).limit(MAX_LISTED).mapToObj(spans::id).toList());
        }
    }

    /** A clock that was corrected. */
    @Schema(name = "ClockOffset", description = "A clock that was corrected.")
    public record Clock(
            @Schema(description = "Whose clock it is.", examples = "cart")
            String component,

            @Schema(description = "service.instance.id; empty when absent.", examples = "cart-7d4b9")
            String instanceId,

            @Schema(description = "Added to the times of its spans.", examples = "-4999960000")
            long offsetNanos,

            @Schema(description = "How many spans those are.", examples = "2")
            int spans,

            @Schema(description = "Calls that say so.", examples = "1")
            int calls,

            @Schema(description = "Of those, calls that can not have been also so.", examples = "0")
            int contradictingCalls) {
        private static Clock of(Trace trace, ClockCorrection.Offset offset) {
            return new Clock(
                    trace.component(offset.span()).name(),
                    trace.component(offset.span()).instanceId(),
                    offset.offsetNanos(),
                    offset.spans(),
                    offset.calls(),
                    offset.contradicting());
        }
    }

    static StructureAnswer of(TraceAnalysis analysis, boolean truncated) {
        Trace trace = analysis.trace();
        return new StructureAnswer(
                trace.id().hex(),
                trace.spans().size(),
                new Spans(trace).id(analysis.tree().mainRoot()),
                Named.of(trace, span -> trace.parentKind(span) == Trace.Parent.NONE),
                Named.of(trace, span -> trace.parentKind(span) == Trace.Parent.MISSING),
                Named.of(trace, span -> trace.parentKind(span) == Trace.Parent.ITSELF),
                Named.of(trace, span -> trace.parentKind(span) == Trace.Parent.CYCLE),
                Named.of(trace, span -> trace.sharers(span) > 1),
                Named.of(trace, span -> trace.spans().get(span).durationNanos() < 0),
                analysis.clocks().offsets().stream()
                        .map(offset -> Clock.of(trace, offset))
                        .toList(),
                truncated);
    }
}
