package dev.quipu.storage.relations;

import dev.quipu.model.Component;
import dev.quipu.model.Span;
import dev.quipu.model.SpanId;
import dev.quipu.model.TraceId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What of a span tells of calls: little enough that all spans of many traces fit in memory.
 *
 * @param owner whose span it is
 * @param kind OTLP's number
 * @param links the spans that it links to
 * @param calls what it calls, as far as it says so itself
 */
record CallSpan(
        Key key, SpanId parent, Component owner, int kind, List<Key> links, Optional<Peer> calls, boolean isFailed) {

    static final int SERVER = 2;
    static final int CLIENT = 3;
    static final int PRODUCER = 4;

    /** What a span is named by. */
    record Key(long traceIdHigh, long traceIdLow, SpanId spanId) {
        static Key of(TraceId trace, SpanId span) {
            return new Key(trace.high(), trace.low(), span);
        }
    }

    /**
     * @param known components that others were made with, so that each is in memory once; is added to
     */
    static CallSpan of(Span span, Map<Component, Component> known) {
        boolean isCall = span.kind() == CLIENT || span.kind() == PRODUCER;
        return new CallSpan(
                Key.of(span.traceId(), span.spanId()),
                span.parentSpanId(),
                known.computeIfAbsent(Component.of(span.resource().attributes()), owner -> owner),
                span.kind(),
                span.links().stream()
                        .map(link -> new Key(link.traceIdHigh(), link.traceIdLow(), link.spanId()))
                        .toList(),
                isCall ? Peer.calledBy(span) : Optional.empty(),
                span.status().code() == Span.Status.CODE_ERROR);
    }

    Key parentKey() {
        return new Key(key.traceIdHigh(), key.traceIdLow(), parent);
    }
}
