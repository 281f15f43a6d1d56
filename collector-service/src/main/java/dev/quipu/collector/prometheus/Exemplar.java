package dev.quipu.collector.prometheus;

import dev.quipu.model.AnyValue;
import dev.quipu.model.KeyValue;
import dev.quipu.model.SpanId;
import dev.quipu.model.TraceId;
import dev.quipu.model.otlp.AnyValueWire;
import dev.quipu.model.otlp.MetricField;
import dev.quipu.model.otlp.ProtoWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * One measurement that stands for others. A label {@code trace_id} or {@code span_id} in the form of such an id is one;
 * in any other form it stays a label.
 *
 * @param timeUnixNano 0 when unknown
 */
public record Exemplar(double value, long timeUnixNano, List<KeyValue> labels) {

    public Exemplar {
        labels = List.copyOf(labels);
    }

    void write(ProtoWriter out, int field) {
        int message = out.begin(field);
        out.writeFixed64OrOmit(MetricField.EXEMPLAR_TIME, timeUnixNano);
        out.writeDouble(MetricField.EXEMPLAR_DOUBLE, value);
        List<KeyValue> rest = new ArrayList<>(labels.size());
        for (KeyValue label : labels) {
            String text = label.value() instanceof AnyValue.StringValue string ? string.value() : "";
            if (label.key().equals("trace_id") && isId(text, TraceId.BYTES)) {
                TraceId id = TraceId.parse(text);
                out.writeId(MetricField.EXEMPLAR_TRACE_ID, id.high(), id.low());
            } else if (label.key().equals("span_id") && isId(text, SpanId.BYTES)) {
                out.writeId(MetricField.EXEMPLAR_SPAN_ID, SpanId.parse(text).value());
            } else {
                rest.add(label);
            }
        }
        AnyValueWire.writeAll(out, MetricField.EXEMPLAR_ATTRIBUTES, rest);
        out.end(message);
    }

    private static boolean isId(String text, int bytes) {
        return text.length() == 2 * bytes
                && text.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))
                && text.chars().anyMatch(c -> c != '0');
    }
}
