package dev.quipu.analysis.jaeger;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.quipu.analysis.trace.Trace;
import java.util.AbstractList;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A trace in Jaeger's shape.
 *
 * @param spans read-only; each span is converted anew whenever it is asked for, so that a large trace is never held
 *     in two shapes at once
 */
@JsonPropertyOrder({"traceID", "spans", "processes", "warnings"})
@Schema(description = "A trace.")
public record JaegerTrace(
        @Schema(description = "32 lower-case hex digits.", examples = "83a9efd15c1c98a977e0711cc93ee28b")
        String traceID,

        @Schema(description = "Its spans, earliest start first.")
        List<JaegerSpan> spans,

        @Schema(description = "What produced the spans, by processID.")
        Map<String, JaegerProcess> processes,

        @Schema(description = "What is odd about this trace, or missing from it.")
        List<String> warnings) {

    public JaegerTrace {
        processes = Map.copyOf(processes);
        warnings = List.copyOf(warnings);
    }

    /**
     * The first {@code maxSpans} spans of a trace.
     *
     * @param warnings what to say about the trace beside what is found in it
     */
    public static JaegerTrace of(Trace trace, int maxSpans, List<String> warnings) {
        SpanConversion conversion = new SpanConversion(trace);
        List<JaegerSpan> spans = new AbstractList<>() {
            @Override
            public JaegerSpan get(int index) {
                return conversion.span(index);
            }

            @Override
            public int size() {
                return Math.min(maxSpans, trace.spans().size());
            }
        };
        return new JaegerTrace(trace.id().hex(), spans, conversion.processes(), warnings);
    }
}
