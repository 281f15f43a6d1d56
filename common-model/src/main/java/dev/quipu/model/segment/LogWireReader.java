package dev.quipu.model.segment;

import dev.quipu.model.SpanId;
import dev.quipu.model.TraceId;
import dev.quipu.model.otlp.LogField;
import dev.quipu.model.otlp.ProtoReader;
import dev.quipu.model.otlp.WireId;
import dev.quipu.model.segment.ValueRedaction.Place;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code LogRecord} messages. An id of another length than its own counts as absent, as the protocol asks. The
 * loop is longer than a method should be because every call on it is paid per field. Not thread-safe.
 */
final class LogWireReader implements RecordReader {

    private final Table logs;
    private final AttributeReader attributes;
    private final IntakeTally tally;

    LogWireReader(RecordTable table, IntakeLimits limits, IntakeTally tally) {
        this.logs = table.records;
        this.attributes = new AttributeReader(table, limits.maxValueDepth());
        this.tally = tally;
    }

    @Override
    public void read(ProtoReader in, int resource, int scope) {
        int row = logs.rows();
        long time = 0;
        long observedTime = 0;
        long severityNumber = 0;
        int severityText = BytesPool.EMPTY;
        int bodyType = 0;
        int body = BytesPool.EMPTY;
        long bodyNumber = 0;
        long traceHigh = 0;
        long traceLow = 0;
        long spanId = 0;
        long flags = 0;
        long dropped = 0;
        int eventName = BytesPool.EMPTY;
        attributes.begin();
        while (in.hasMore()) {
            int tag = in.readTag();
            switch (tag) {
                case LogField.TIME << 3 | ProtoReader.FIXED64 -> time = in.readFixed64();
                case LogField.OBSERVED_TIME << 3 | ProtoReader.FIXED64 -> observedTime = in.readFixed64();
                case LogField.SEVERITY_NUMBER << 3 | ProtoReader.VARINT -> severityNumber = (int) in.readVarint();
                case LogField.SEVERITY_TEXT << 3 | ProtoReader.LENGTH_DELIMITED ->
                    severityText = attributes.readText(in, Place.BODY);
                case LogField.BODY << 3 | ProtoReader.LENGTH_DELIMITED -> {
                    int message = in.enter();
                    attributes.readValue(in, Place.BODY);
                    in.leave(message);
                    bodyType = LogsSchema.codeOfBody(attributes.type());
                    body = attributes.type().isPooled() ? (int) attributes.value() : BytesPool.EMPTY;
                    bodyNumber = attributes.type().isPooled() ? 0 : attributes.value();
                }
                case LogField.ATTRIBUTES << 3 | ProtoReader.LENGTH_DELIMITED ->
                    attributes.read(in, logs, Place.ATTRIBUTES);
                case LogField.DROPPED_ATTRIBUTES << 3 | ProtoReader.VARINT -> dropped = (int) in.readVarint();
                case LogField.FLAGS << 3 | ProtoReader.FIXED32 -> flags = in.readFixed32();
                case LogField.TRACE_ID << 3 | ProtoReader.LENGTH_DELIMITED -> {
                    int length = in.readLength();
                    traceHigh = length == TraceId.BYTES ? WireId.at(in.buffer(), in.position()) : 0;
                    traceLow = length == TraceId.BYTES ? WireId.at(in.buffer(), in.position() + Long.BYTES) : 0;
                    in.advance(length);
                }
                case LogField.SPAN_ID << 3 | ProtoReader.LENGTH_DELIMITED -> {
                    int length = in.readLength();
                    spanId = length == SpanId.BYTES ? WireId.at(in.buffer(), in.position()) : 0;
                    in.advance(length);
                }
                case LogField.EVENT_NAME << 3 | ProtoReader.LENGTH_DELIMITED ->
                    eventName = attributes.readText(in, Place.EVENTS);
                default -> in.skipUnknown(tag, LogField.EVENT_NAME);
            }
        }
        tally.offer();
        @Nullable RejectReason reason = attributes.rejection();
        if (reason != null) {
            logs.truncate(row);
            tally.reject(resource, reason);
            return;
        }
        logs.add(LogsSchema.RESOURCE, resource);
        logs.add(LogsSchema.SCOPE, scope);
        logs.add(LogsSchema.TIME, time);
        logs.add(LogsSchema.OBSERVED_TIME, observedTime);
        logs.add(LogsSchema.SEVERITY_NUMBER, severityNumber);
        logs.add(LogsSchema.SEVERITY_TEXT, severityText);
        logs.add(LogsSchema.BODY_TYPE, bodyType);
        logs.add(LogsSchema.BODY, body);
        logs.add(LogsSchema.BODY_NUMBER, bodyNumber);
        logs.add(LogsSchema.TRACE_ID_HIGH, traceHigh);
        logs.add(LogsSchema.TRACE_ID_LOW, traceLow);
        logs.add(LogsSchema.SPAN_ID, spanId);
        logs.add(LogsSchema.FLAGS, flags);
        logs.add(LogsSchema.DROPPED_ATTRIBUTES, dropped);
        logs.add(LogsSchema.EVENT_NAME, eventName);
        logs.endRow();
    }
}
