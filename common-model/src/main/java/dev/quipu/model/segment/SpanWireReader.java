package dev.quipu.model.segment;

import dev.quipu.model.SpanId;
import dev.quipu.model.TraceId;
import dev.quipu.model.otlp.OtlpFormatException;
import dev.quipu.model.otlp.ProtoReader;
import dev.quipu.model.otlp.ProtoWriter;
import dev.quipu.model.otlp.ResourceWire;
import dev.quipu.model.otlp.SpanField;
import dev.quipu.model.otlp.WireId;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code ExportTraceServiceRequest} bodies into a table in one pass over the wire form, without an object per
 * span. A record that cannot be kept is left out and counted; a body that cannot be read leaves no row behind.
 * The span loop is longer than a method should be because every call on it is paid per field. Not thread-safe.
 */
final class SpanWireReader {

    private static final int RESOURCE_SPANS = 1;

    private final SpanTable table;
    private final IntakeLimits limits;
    private final AttributeReader attributes;
    private final Map<RejectReason, Integer> rejected = new EnumMap<>(RejectReason.class);
    /** Rejected records by resource row and reason, for the ledger. */
    private final RejectionCounts rejections;

    private int offered;

    SpanWireReader(SpanTable table, IntakeLimits limits, RejectionCounts rejections) {
        this.table = table;
        this.limits = limits;
        this.rejections = rejections;
        this.attributes = new AttributeReader(table.pool, limits.maxValueDepth());
    }

    RequestReading read(byte[] body, int length) {
        int firstRow = table.spans.rows();
        offered = 0;
        rejected.clear();
        rejections.begin();
        try {
            ProtoReader in = new ProtoReader(body, 0, length);
            while (in.hasMore()) {
                int tag = in.readTag();
                if (tag >>> 3 == RESOURCE_SPANS) {
                    in.expect(tag, ProtoReader.LENGTH_DELIMITED);
                    int outer = in.enter();
                    readResourceSpans(in);
                    in.leave(outer);
                } else {
                    in.skip(tag);
                }
            }
        } catch (OtlpFormatException e) {
            return nothing(firstRow, Optional.of(String.valueOf(e.getMessage())), false);
        }
        if (offered > limits.maxRecordsPerRequest()) {
            return nothing(firstRow, Optional.empty(), true);
        }
        return new RequestReading(offered, table.spans.rows() - firstRow, rejected, Optional.empty(), false);
    }

    private RequestReading nothing(int firstRow, Optional<String> unreadable, boolean tooLarge) {
        table.spans.truncate(firstRow);
        rejections.rollback();
        return new RequestReading(offered, 0, Map.of(), unreadable, tooLarge);
    }

    private void readResourceSpans(ProtoReader in) {
        int begin = in.position();
        int resource = sideRow(in, table.resources, true);
        in.seek(begin);
        while (in.hasMore()) {
            int tag = in.readTag();
            if (tag >>> 3 == ResourceWire.CONTENT) {
                in.expect(tag, ProtoReader.LENGTH_DELIMITED);
                int outer = in.enter();
                readScopeSpans(in, resource);
                in.leave(outer);
            } else {
                in.skip(tag);
            }
        }
    }

    private void readScopeSpans(ProtoReader in, int resource) {
        int begin = in.position();
        int scope = sideRow(in, table.scopes, false);
        in.seek(begin);
        while (in.hasMore()) {
            int tag = in.readTag();
            if (tag >>> 3 == ResourceWire.CONTENT) {
                in.expect(tag, ProtoReader.LENGTH_DELIMITED);
                int outer = in.enter();
                readSpan(in, resource, scope);
                in.leave(outer);
            } else {
                in.skip(tag);
            }
        }
    }

    /** Keeps the block's subject and schema URL, as they came, and leaves the records out. */
    private int sideRow(ProtoReader in, SideTable side, boolean resource) {
        ProtoWriter block = new ProtoWriter(256);
        while (in.hasMore()) {
            int tag = in.readTag();
            int field = tag >>> 3;
            if (field == ResourceWire.SUBJECT || field == ResourceWire.SCHEMA_URL) {
                in.expect(tag, ProtoReader.LENGTH_DELIMITED);
                int length = in.readLength();
                if (length > 0) {
                    block.writeBytes(field, in.buffer(), in.position(), length);
                }
                in.advance(length);
            } else {
                in.skip(tag);
            }
        }
        byte[] bytes = block.toBytes();
        // Read once here, so that a damaged resource is the sender's error now and nobody's later.
        if (resource) {
            ResourceWire.readResource(new ProtoReader(bytes));
        } else {
            ResourceWire.readScope(new ProtoReader(bytes));
        }
        return side.rowOf(bytes, 0, bytes.length);
    }

    private void readSpan(ProtoReader in, int resource, int scope) {
        Table spans = table.spans;
        int row = spans.rows();
        long traceHigh = 0;
        long traceLow = 0;
        long spanId = 0;
        long parent = 0;
        long start = 0;
        long end = 0;
        long kind = 0;
        long statusCode = 0;
        int name = BytesPool.EMPTY;
        int statusMessage = BytesPool.EMPTY;
        int traceState = BytesPool.EMPTY;
        long flags = 0;
        long droppedAttributes = 0;
        long droppedEvents = 0;
        long droppedLinks = 0;
        @Nullable RejectReason reason = null;
        attributes.begin();
        while (in.hasMore()) {
            int tag = in.readTag();
            switch (tag) {
                case SpanField.TRACE_ID << 3 | ProtoReader.LENGTH_DELIMITED -> {
                    int length = in.readLength();
                    traceHigh = length == TraceId.BYTES ? WireId.at(in.buffer(), in.position()) : 0;
                    traceLow = length == TraceId.BYTES ? WireId.at(in.buffer(), in.position() + Long.BYTES) : 0;
                    in.advance(length);
                }
                case SpanField.SPAN_ID << 3 | ProtoReader.LENGTH_DELIMITED -> {
                    int length = in.readLength();
                    spanId = length == SpanId.BYTES ? WireId.at(in.buffer(), in.position()) : 0;
                    in.advance(length);
                }
                case SpanField.PARENT_SPAN_ID << 3 | ProtoReader.LENGTH_DELIMITED -> {
                    int length = in.readLength();
                    parent = length == SpanId.BYTES ? WireId.at(in.buffer(), in.position()) : 0;
                    if (length != SpanId.BYTES && length != 0) {
                        reason = RejectReason.INVALID_PARENT_SPAN_ID;
                    }
                    in.advance(length);
                }
                case SpanField.START_TIME << 3 | ProtoReader.FIXED64 -> start = in.readFixed64();
                case SpanField.END_TIME << 3 | ProtoReader.FIXED64 -> end = in.readFixed64();
                case SpanField.NAME << 3 | ProtoReader.LENGTH_DELIMITED -> name = attributes.readText(in);
                case SpanField.KIND << 3 | ProtoReader.VARINT -> kind = (int) in.readVarint();
                case SpanField.ATTRIBUTES << 3 | ProtoReader.LENGTH_DELIMITED -> attributes.read(in, spans);
                case SpanField.TRACE_STATE << 3 | ProtoReader.LENGTH_DELIMITED -> traceState = attributes.readText(in);
                case SpanField.FLAGS << 3 | ProtoReader.FIXED32 -> flags = in.readFixed32();
                case SpanField.DROPPED_ATTRIBUTES << 3 | ProtoReader.VARINT ->
                    droppedAttributes = (int) in.readVarint();
                case SpanField.DROPPED_EVENTS << 3 | ProtoReader.VARINT -> droppedEvents = (int) in.readVarint();
                case SpanField.DROPPED_LINKS << 3 | ProtoReader.VARINT -> droppedLinks = (int) in.readVarint();
                case SpanField.EVENTS << 3 | ProtoReader.LENGTH_DELIMITED ->
                    readEvent(in, spans.nested(TracesSchema.EVENTS));
                case SpanField.LINKS << 3 | ProtoReader.LENGTH_DELIMITED -> {
                    if (!readLink(in, spans.nested(TracesSchema.LINKS))) {
                        reason = RejectReason.INVALID_LINK_ID;
                    }
                }
                case SpanField.STATUS << 3 | ProtoReader.LENGTH_DELIMITED -> {
                    int outer = in.enter();
                    while (in.hasMore()) {
                        int field = in.readTag();
                        switch (field) {
                            case SpanField.STATUS_MESSAGE << 3 | ProtoReader.LENGTH_DELIMITED ->
                                statusMessage = attributes.readText(in);
                            case SpanField.STATUS_CODE << 3 | ProtoReader.VARINT -> statusCode = (int) in.readVarint();
                            default -> in.skip(field);
                        }
                    }
                    in.leave(outer);
                }
                default -> skipUnknown(in, tag);
            }
        }
        offered++;
        if (traceHigh == 0 && traceLow == 0) {
            reason = RejectReason.INVALID_TRACE_ID;
        } else if (spanId == 0) {
            reason = RejectReason.INVALID_SPAN_ID;
        } else if (reason == null) {
            reason = attributes.rejection();
        }
        if (reason != null) {
            spans.truncate(row);
            rejected.merge(reason, 1, Integer::sum);
            rejections.add(resource, reason);
            return;
        }
        spans.add(TracesSchema.TRACE_ID_HIGH, traceHigh);
        spans.add(TracesSchema.TRACE_ID_LOW, traceLow);
        spans.add(TracesSchema.SPAN_ID, spanId);
        spans.add(TracesSchema.PARENT_SPAN_ID, parent);
        spans.add(TracesSchema.START_TIME, start);
        spans.add(TracesSchema.DURATION, end - start);
        spans.add(TracesSchema.RESOURCE, resource);
        spans.add(TracesSchema.SCOPE, scope);
        spans.add(TracesSchema.NAME, name);
        spans.add(TracesSchema.KIND, kind);
        spans.add(TracesSchema.STATUS_CODE, statusCode);
        spans.add(TracesSchema.STATUS_MESSAGE, statusMessage);
        spans.add(TracesSchema.TRACE_STATE, traceState);
        spans.add(TracesSchema.FLAGS, flags);
        spans.add(TracesSchema.DROPPED_ATTRIBUTES, droppedAttributes);
        spans.add(TracesSchema.DROPPED_EVENTS, droppedEvents);
        spans.add(TracesSchema.DROPPED_LINKS, droppedLinks);
        spans.endRow();
    }

    /** A field that this version does not know is ignored; one that it knows, of another wire type, is an error. */
    private static void skipUnknown(ProtoReader in, int tag) {
        if (tag >>> 3 <= SpanField.FLAGS) {
            throw in.malformed("the wire type of Span's field " + (tag >>> 3), "wire type " + (tag & 7));
        }
        in.skip(tag);
    }

    private void readEvent(ProtoReader in, Table events) {
        long time = 0;
        int name = BytesPool.EMPTY;
        long dropped = 0;
        int outer = in.enter();
        while (in.hasMore()) {
            int tag = in.readTag();
            switch (tag) {
                case SpanField.EVENT_TIME << 3 | ProtoReader.FIXED64 -> time = in.readFixed64();
                case SpanField.EVENT_NAME << 3 | ProtoReader.LENGTH_DELIMITED -> name = attributes.readText(in);
                case SpanField.EVENT_ATTRIBUTES << 3 | ProtoReader.LENGTH_DELIMITED -> attributes.read(in, events);
                case SpanField.EVENT_DROPPED_ATTRIBUTES << 3 | ProtoReader.VARINT -> dropped = (int) in.readVarint();
                default -> in.skip(tag);
            }
        }
        in.leave(outer);
        events.add(TracesSchema.EVENT_TIME, time);
        events.add(TracesSchema.EVENT_NAME, name);
        events.add(TracesSchema.EVENT_DROPPED_ATTRIBUTES, dropped);
        events.endRow();
    }

    /** False when one of the ids has a length that no id has. */
    private boolean readLink(ProtoReader in, Table links) {
        long traceHigh = 0;
        long traceLow = 0;
        long spanId = 0;
        int traceState = BytesPool.EMPTY;
        long dropped = 0;
        long flags = 0;
        boolean valid = true;
        int outer = in.enter();
        while (in.hasMore()) {
            int tag = in.readTag();
            switch (tag) {
                case SpanField.LINK_TRACE_ID << 3 | ProtoReader.LENGTH_DELIMITED -> {
                    int length = in.readLength();
                    traceHigh = length == TraceId.BYTES ? WireId.at(in.buffer(), in.position()) : 0;
                    traceLow = length == TraceId.BYTES ? WireId.at(in.buffer(), in.position() + Long.BYTES) : 0;
                    valid &= length == TraceId.BYTES || length == 0;
                    in.advance(length);
                }
                case SpanField.LINK_SPAN_ID << 3 | ProtoReader.LENGTH_DELIMITED -> {
                    int length = in.readLength();
                    spanId = length == SpanId.BYTES ? WireId.at(in.buffer(), in.position()) : 0;
                    valid &= length == SpanId.BYTES || length == 0;
                    in.advance(length);
                }
                case SpanField.LINK_TRACE_STATE << 3 | ProtoReader.LENGTH_DELIMITED ->
                    traceState = attributes.readText(in);
                case SpanField.LINK_ATTRIBUTES << 3 | ProtoReader.LENGTH_DELIMITED -> attributes.read(in, links);
                case SpanField.LINK_DROPPED_ATTRIBUTES << 3 | ProtoReader.VARINT -> dropped = (int) in.readVarint();
                case SpanField.LINK_FLAGS << 3 | ProtoReader.FIXED32 -> flags = in.readFixed32();
                default -> in.skip(tag);
            }
        }
        in.leave(outer);
        links.add(TracesSchema.LINK_TRACE_ID_HIGH, traceHigh);
        links.add(TracesSchema.LINK_TRACE_ID_LOW, traceLow);
        links.add(TracesSchema.LINK_SPAN_ID, spanId);
        links.add(TracesSchema.LINK_TRACE_STATE, traceState);
        links.add(TracesSchema.LINK_DROPPED_ATTRIBUTES, dropped);
        links.add(TracesSchema.LINK_FLAGS, flags);
        links.endRow();
        return valid;
    }
}
