package dev.quipu.analysis.explanation;

import dev.quipu.analysis.read.Page;
import dev.quipu.analysis.trace.CriticalPath;
import dev.quipu.analysis.trace.TraceAnalysis;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The critical path of a trace's main root, page by page. */
@Schema(
        name = "CriticalPath",
        description = "What the duration of a trace's main root was spent on. Over all pages the durations of the"
                + " sections add up to it.")
public record CriticalPathAnswer(
        @Schema(description = "32 hex digits.", examples = "0af7651916cd43dd8448eb211c80319c")
        String traceId,

        @Schema(description = "The main root: the earliest span that names no parent.", examples = "b7ad6b7169203331")
        String rootSpanId,

        @Schema(description = "What the main root does.") OperationName root,

        @Schema(
                description = "The earliest reported start, nanoseconds since 1970: what fromNanos and toNanos count"
                        + " from.",
                examples = "1767225600000000000")
        String startTimeUnixNano,

        @Schema(description = "Duration of the main root.", examples = "125000000")
        long durationNanos,

        @Schema(description = "Sections on all pages.", examples = "12")
        int sectionCount,

        @Schema(description = "In the order of time.") List<Section> sections,

        @Schema(description = "Pass it as cursor for the next page; empty on the last one.", examples = "1000")
        String nextCursor,

        @Schema(description = "Whether storage left spans of the trace out.", examples = "false")
        boolean truncated) {

    public CriticalPathAnswer {
        sections = List.copyOf(sections);
    }

    /** A section of the path. */
    @Schema(
            name = "CriticalPathSection",
            description = "Time that a span was at work itself, while all those above it waited.")
    public record Section(
            @Schema(description = "16 hex digits.", examples = "00f067aa0ba902b7")
            String spanId,

            @Schema(description = "What it does.") OperationName operation,

            @Schema(description = "service.instance.id of its component; empty when absent.", examples = "cart-7d4b9")
            String instanceId,

            @Schema(description = "Start after startTimeUnixNano, with clocks corrected.", examples = "1000000")
            long fromNanos,

            @Schema(description = "End after startTimeUnixNano, with clocks corrected.", examples = "3000000")
            long toNanos) {}

    static CriticalPathAnswer of(TraceAnalysis analysis, boolean truncated, Page page) {
        CriticalPath path = analysis.criticalPath();
        Spans spans = new Spans(analysis.trace());
        return new CriticalPathAnswer(
                analysis.trace().id().hex(),
                spans.id(path.root()),
                spans.operation(path.root()),
                spans.startTimeUnixNano(),
                analysis.times().durationNanos(path.root()),
                path.sections().size(),
                page.of(path.sections()).stream()
                        .map(section -> new Section(
                                spans.id(section.span()),
                                spans.operation(section.span()),
                                spans.instanceId(section.span()),
                                section.fromNanos(),
                                section.toNanos()))
                        .toList(),
                page.nextCursor(path.sections().size()),
                truncated);
    }
}
