package dev.quipu.analysis.graph;

import dev.quipu.analysis.rollup.SamplingWeight;
import dev.quipu.model.AnyValue;
import dev.quipu.model.Component;
import dev.quipu.model.KeyValue;
import dev.quipu.model.SemanticAttributes;
import dev.quipu.model.Span;
import dev.quipu.model.TraceId;
import dev.quipu.model.segment.AttributeLevel;
import dev.quipu.model.segment.RowTexts;
import dev.quipu.model.segment.RowValues;
import dev.quipu.model.segment.Segment;
import dev.quipu.model.segment.SegmentReader;
import dev.quipu.model.segment.SpanRows;
import dev.quipu.model.segment.SpanSummary;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/**
 * Reads spans as far as calls are told by them. What many of them say is kept once, for as long as the reader is; one
 * reader is for one step. Not thread-safe.
 */
final class CallSpans {

    /** What a peer is told by. */
    private static final List<String> KEYS = List.of(
            SemanticAttributes.DB_SYSTEM_NAME,
            SemanticAttributes.DB_SYSTEM,
            SemanticAttributes.DB_NAMESPACE,
            SemanticAttributes.DB_NAME,
            SemanticAttributes.MESSAGING_DESTINATION_NAME,
            SemanticAttributes.MESSAGING_SYSTEM,
            SemanticAttributes.PEER_SERVICE,
            SemanticAttributes.SERVER_ADDRESS,
            SemanticAttributes.NET_PEER_NAME,
            SemanticAttributes.NETWORK_PEER_ADDRESS);

    /** Peers kept once; those beyond are made anew. */
    private static final int MAX_PEERS = 100_000;

    private final Map<Component, Caller> callers = new HashMap<>();
    private final Map<Peer, Peer> peers = new HashMap<>();

    /**
     * @param segment of traces
     * @param traces whose spans are read
     * @throws dev.quipu.model.segment.SegmentFormatException when it is damaged
     */
    void read(Segment segment, Predicate<TraceId> traces, BiConsumer<TraceId, CallSpan> each) {
        SegmentReader reader = SegmentReader.of(segment);
        for (int group = 0; group < segment.head().rowGroupCount(); group++) {
            SpanRows rows = reader.rowGroup(group);
            PeerColumns said = new PeerColumns(rows);
            for (int row = 0; row < rows.size(); row++) {
                SpanSummary span = rows.summary(row);
                if (traces.test(span.traceId())) {
                    each.accept(span.traceId(), of(span, SamplingWeight.of(rows.traceState(row)), said.of(row)));
                }
            }
        }
    }

    private CallSpan of(SpanSummary span, double weight, Peer peer) {
        return new CallSpan(
                span.spanId(),
                span.parentSpanId(),
                caller(span.component()),
                span.kind(),
                span.startTimeUnixNano(),
                span.durationNanos(),
                weight,
                span.statusCode() == Span.Status.CODE_ERROR,
                peer);
    }

    CallSpan of(Span span) {
        return new CallSpan(
                span.spanId(),
                span.parentSpanId(),
                caller(Component.of(span.resource().attributes())),
                span.kind(),
                span.startTimeUnixNano(),
                span.durationNanos(),
                SamplingWeight.of(span.traceState()),
                span.status().code() == Span.Status.CODE_ERROR,
                known(Peer.of(key -> attribute(span, key))));
    }

    private static String attribute(Span span, String key) {
        for (KeyValue attribute : span.attributes()) {
            if (attribute.key().equals(key) && attribute.value().kind() != AnyValue.Kind.EMPTY) {
                return RowTexts.of(attribute.value());
            }
        }
        return "";
    }

    private Caller caller(Component component) {
        return callers.computeIfAbsent(component, Caller::new);
    }

    private Peer known(Peer peer) {
        if (peer.equals(Peer.NONE)) {
            return Peer.NONE;
        }
        return peers.size() < MAX_PEERS
                ? peers.computeIfAbsent(peer, unseen -> unseen)
                : peers.getOrDefault(peer, peer);
    }

    /** What the rows of one group say of their peers: rows that say the same are looked at once. */
    private final class PeerColumns {
        private final Map<String, RowValues> columns = new HashMap<>();
        private final Map<Combination, Peer> known = new HashMap<>();

        PeerColumns(SpanRows rows) {
            RowTexts texts = new RowTexts(rows);
            for (String key : KEYS) {
                RowValues values = texts.ofAttribute(AttributeLevel.SPAN, key, Integer.MAX_VALUE)
                        .orElseThrow();
                if (!values.values().isEmpty()) {
                    columns.put(key, values);
                }
            }
        }

        Peer of(int row) {
            if (columns.isEmpty()) {
                return Peer.NONE;
            }
            int[] codes = new int[columns.size()];
            int next = 0;
            for (RowValues column : columns.values()) {
                codes[next++] = column.codes()[row];
            }
            return known.computeIfAbsent(new Combination(codes), unseen -> known(Peer.of(key -> text(key, row))));
        }

        private String text(String key, int row) {
            RowValues column = columns.get(key);
            return column == null ? "" : column.text(row);
        }
    }

    private static final class Combination {
        private final int[] codes;

        Combination(int[] codes) {
            this.codes = codes;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Combination combination && Arrays.equals(codes, combination.codes);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(codes);
        }
    }
}
