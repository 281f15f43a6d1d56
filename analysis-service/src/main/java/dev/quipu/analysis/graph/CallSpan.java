package dev.quipu.analysis.graph;

import dev.quipu.analysis.trace.Member;
import dev.quipu.model.Component;
import dev.quipu.model.Span;
import dev.quipu.model.SpanId;

/**
 * What calls are told by of a span: small, as many are remembered.
 *
 * @param weight how many spans it stands for, 1 or more
 */
record CallSpan(
        SpanId spanId,
        SpanId parentSpanId,
        Caller caller,
        int kind,
        long startTimeUnixNano,
        long durationNanos,
        double weight,
        boolean isError,
        Peer peer)
        implements Member {

    @Override
    public Component component() {
        return caller.component();
    }

    boolean receives() {
        return isKind(Span.Kind.SERVER) || isKind(Span.Kind.CONSUMER);
    }

    boolean sends() {
        return isKind(Span.Kind.CLIENT) || isKind(Span.Kind.PRODUCER);
    }

    boolean receivesMessage() {
        return isKind(Span.Kind.CONSUMER);
    }

    boolean isKind(Span.Kind one) {
        return kind == one.ordinal();
    }
}
