package dev.quipu.model.segment;

import dev.quipu.model.Component;
import dev.quipu.model.SpanId;
import dev.quipu.model.TraceId;

/**
 * What a list of spans shows of one.
 *
 * @param kind as {@link dev.quipu.model.Span#kind()}
 * @param statusCode 0 unset, 1 ok, 2 error; others as sent
 */
public record SpanSummary(
        TraceId traceId,
        SpanId spanId,
        SpanId parentSpanId,
        Component component,
        String name,
        int kind,
        int statusCode,
        long startTimeUnixNano,
        long durationNanos) {}
