package dev.quipu.analysis.jaeger;

import dev.quipu.analysis.values.AnyValueText;
import dev.quipu.model.AnyValue;
import dev.quipu.model.KeyValue;
import java.util.ArrayList;
import java.util.List;

/**
 * OTLP attribute values as Jaeger tags. Integers that JavaScript cannot hold exactly are written as text, as
 * Jaeger's query service does.
 */
final class JaegerTags {

    private static final long MAX_SAFE_INTEGER = (1L << 53) - 1;

    private JaegerTags() {}

    static List<JaegerTag> of(List<KeyValue> attributes) {
        List<JaegerTag> tags = new ArrayList<>(attributes.size());
        for (KeyValue attribute : attributes) {
            tags.add(of(attribute.key(), attribute.value()));
        }
        return tags;
    }

    static JaegerTag of(String key, AnyValue value) {
        return switch (value.kind()) {
            case EMPTY -> JaegerTag.of(key, "");
            case STRING -> JaegerTag.of(key, ((AnyValue.StringValue) value).value());
            case BOOL -> JaegerTag.of(key, ((AnyValue.BoolValue) value).value());
            case INT -> new JaegerTag(key, "int64", integer(((AnyValue.IntValue) value).value()));
            case DOUBLE -> new JaegerTag(key, "float64", decimal(((AnyValue.DoubleValue) value).value()));
            case BYTES -> new JaegerTag(key, "binary", AnyValueText.base64((AnyValue.BytesValue) value));
            case ARRAY, MAP -> JaegerTag.of(key, AnyValueText.json(value));
        };
    }

    /** Adds a count that a sender reported, when it did. */
    static void addDropped(List<JaegerTag> tags, String key, int unsignedCount) {
        if (unsignedCount != 0) {
            tags.add(JaegerTag.of(key, Integer.toUnsignedLong(unsignedCount)));
        }
    }

    private static Object integer(long value) {
        return value > MAX_SAFE_INTEGER || value < -MAX_SAFE_INTEGER ? Long.toString(value) : (Object) value;
    }

    private static Object decimal(double value) {
        return Double.isFinite(value) ? (Object) value : Double.toString(value);
    }
}
