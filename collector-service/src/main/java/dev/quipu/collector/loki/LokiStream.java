package dev.quipu.collector.loki;

import dev.quipu.model.AnyValue;
import dev.quipu.model.KeyValue;
import dev.quipu.model.SpanId;
import dev.quipu.model.TraceId;
import dev.quipu.model.otlp.AnyValueWire;
import dev.quipu.model.otlp.LogField;
import dev.quipu.model.otlp.ProtoWriter;
import dev.quipu.model.otlp.ResourceWire;
import java.util.ArrayList;
import java.util.List;

/**
 * One stream while it is written as {@code ResourceLogs}: its labels are the resource, each of its entries a log
 * record. Structured metadata are attributes, all of them but a well-formed {@code trace_id} and {@code span_id},
 * which have fields of their own.
 */
final class LokiStream {

    private static final int RESOURCE_LOGS = 1;
    private static final String TRACE_ID = "trace_id";
    private static final String SPAN_ID = "span_id";
    private static final String HEX = "[0-9a-f]+";

    private final ProtoWriter out;
    private final List<KeyValue> labels;
    private final int resourceLogs;
    private final int scopeLogs;

    private LokiStream(ProtoWriter out, List<KeyValue> labels) {
        this.out = out;
        this.labels = labels;
        this.resourceLogs = out.begin(RESOURCE_LOGS);
        ResourceWire.write(out, LokiResource.of(labels));
        this.scopeLogs = out.begin(ResourceWire.CONTENT);
    }

    static LokiStream begin(ProtoWriter out, List<KeyValue> labels) {
        return new LokiStream(out, labels);
    }

    void end() {
        out.end(scopeLogs);
        out.end(resourceLogs);
    }

    /** @param line UTF-8, or the record is rejected when it is read */
    void entry(long timeUnixNano, byte[] line, int offset, int length, List<KeyValue> metadata) {
        int message = out.begin(ResourceWire.CONTENT);
        out.writeFixed64OrOmit(LogField.TIME, timeUnixNano);
        severity(metadata);
        int body = out.begin(LogField.BODY);
        out.writeBytes(AnyValueWire.STRING_VALUE, line, offset, length);
        out.end(body);
        if (!metadata.isEmpty()) {
            AnyValueWire.writeAll(out, LogField.ATTRIBUTES, withoutIds(metadata));
        }
        out.end(message);
    }

    private void severity(List<KeyValue> metadata) {
        for (List<KeyValue> place : List.of(metadata, labels)) {
            for (String name : LokiSeverity.NAMES) {
                String text = text(place, name);
                if (!text.isEmpty()) {
                    out.writeVarintOrOmit(LogField.SEVERITY_NUMBER, LokiSeverity.numberOf(text));
                    out.writeString(LogField.SEVERITY_TEXT, text);
                    return;
                }
            }
        }
    }

    /** Writes the ids as what they are and returns the rest. An id in any other form than OTLP's stays as it is. */
    private List<KeyValue> withoutIds(List<KeyValue> metadata) {
        List<KeyValue> rest = new ArrayList<>(metadata.size());
        boolean traceSeen = false;
        boolean spanSeen = false;
        for (KeyValue entry : metadata) {
            String value = entry.value() instanceof AnyValue.StringValue text ? text.value() : "";
            if (!traceSeen && entry.key().equals(TRACE_ID) && isId(value, TraceId.BYTES)) {
                TraceId id = TraceId.parse(value);
                out.writeId(LogField.TRACE_ID, id.high(), id.low());
                traceSeen = true;
            } else if (!spanSeen && entry.key().equals(SPAN_ID) && isId(value, SpanId.BYTES)) {
                out.writeId(LogField.SPAN_ID, SpanId.parse(value).value());
                spanSeen = true;
            } else {
                rest.add(entry);
            }
        }
        return rest;
    }

    private static boolean isId(String value, int bytes) {
        return value.length() == 2 * bytes
                && value.matches(HEX)
                && !value.chars().allMatch(digit -> digit == '0');
    }

    private static String text(List<KeyValue> entries, String key) {
        for (KeyValue entry : entries) {
            if (entry.key().equals(key) && entry.value() instanceof AnyValue.StringValue text) {
                return text.value();
            }
        }
        return "";
    }
}
