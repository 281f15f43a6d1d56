package dev.quipu.model.segment;

import dev.quipu.model.SpanId;
import dev.quipu.model.TraceId;
import dev.quipu.model.otlp.ProtoReader;
import dev.quipu.model.otlp.SpanField;
import dev.quipu.model.otlp.WireId;
import dev.quipu.model.segment.ValueRedaction.Place;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code Span} messages. The span loop is longer than a method should be because every call on it is paid per
 * field. Not thread-safe.
 */
final class SpanWireReader implements RecordReader {

    private final Table spans;
    private final AttributeReader attributes;
    private final IntakeTally tally;

    SpanWireReader(RecordTable table, IntakeLimits limits, IntakeTally tally) {
        this.spans = table.records;
        this.attributes = new AttributeReader(table, limits.maxValueDepth());
        this.tally = tally;
    }

    @Override
    public void read(ProtoReader in, int resource, int scope) {
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
                case SpanField.NAME << 3 | ProtoReader.LENGTH_DELIMITED ->
                    name = attributes.readText(in, Place.SPAN_NAME);
                case SpanField.KIND << 3 | ProtoReader.VARINT -> kind = (int) in.readVarint();
                case SpanField.ATTRIBUTES << 3 | ProtoReader.LENGTH_DELIMITED ->
                    attributes.read(in, spans, Place.ATTRIBUTES);
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
                                statusMessage = attributes.readText(in, Place.STATUS_MESSAGE);
                            case SpanField.STATUS_CODE << 3 | ProtoReader.VARINT -> statusCode = (int) in.readVarint();
                            default -> in.skip(field);
                        }
                    }
                    in.leave(outer);
                }
                default -> in.skipUnknown(tag, SpanField.FLAGS);
            }
        }
        tally.offer();
        if (traceHigh == 0 && traceLow == 0) {
            reason = RejectReason.INVALID_TRACE_ID;
        } else if (spanId == 0) {
            reason = RejectReason.INVALID_SPAN_ID;
        } else if (reason == null) {
            reason = attributes.rejection();
        }
        if (reason != null) {
            spans.truncate(row);
            tally.reject(resource, reason);
            if (reason != RejectReason.INVALID_TRACE_ID) {
                tally.rejectOfTrace(new TraceId(traceHigh, traceLow), reason);
            }
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

    private void readEvent(ProtoReader in, Table events) {
        long time = 0;
        int name = BytesPool.EMPTY;
        long dropped = 0;
        int outer = in.enter();
        while (in.hasMore()) {
            int tag = in.readTag();
            switch (tag) {
                case SpanField.EVENT_TIME << 3 | ProtoReader.FIXED64 -> time = in.readFixed64();
                case SpanField.EVENT_NAME << 3 | ProtoReader.LENGTH_DELIMITED ->
                    name = attributes.readText(in, Place.EVENTS);
                case SpanField.EVENT_ATTRIBUTES << 3 | ProtoReader.LENGTH_DELIMITED ->
                    attributes.read(in, events, Place.EVENTS);
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
                case SpanField.LINK_ATTRIBUTES << 3 | ProtoReader.LENGTH_DELIMITED ->
                    attributes.read(in, links, Place.EVENTS);
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
