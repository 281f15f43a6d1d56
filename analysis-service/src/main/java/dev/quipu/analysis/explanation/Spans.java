package dev.quipu.analysis.explanation;

import dev.quipu.analysis.trace.Operation;
import dev.quipu.analysis.trace.Trace;
import dev.quipu.model.Span;

/** What answers say of the spans of a trace, by their positions. */
record Spans(Trace trace) {

    Span span(int position) {
        return trace.spans().get(position);
    }

    String id(int position) {
        return span(position).spanId().hex();
    }

    OperationName operation(int position) {
        return OperationName.of(Operation.of(trace, position));
    }

    String instanceId(int position) {
        return trace.component(position).instanceId();
    }

    /** Of the earliest span, as reported. */
    String startTimeUnixNano() {
        return Long.toUnsignedString(span(0).startTimeUnixNano());
    }
}
