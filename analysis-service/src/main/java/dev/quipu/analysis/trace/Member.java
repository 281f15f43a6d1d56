package dev.quipu.analysis.trace;

import dev.quipu.model.Component;
import dev.quipu.model.SpanId;

/** A span as the shape of its trace sees it. */
public interface Member {

    SpanId spanId();

    /** {@link SpanId#NONE} of a root. */
    SpanId parentSpanId();

    /** OTLP's number. */
    int kind();

    long startTimeUnixNano();

    Component component();
}
