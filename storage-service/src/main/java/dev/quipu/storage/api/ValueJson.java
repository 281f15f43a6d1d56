package dev.quipu.storage.api;

import dev.quipu.model.AnyValue;
import dev.quipu.model.KeyValue;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Attribute values as plain JSON, for people and scripts; what it cannot say exactly, OTLP's own forms do. */
final class ValueJson {

    /** Beyond it a double, which is what JavaScript makes of every number, skips integers. */
    private static final long MAX_EXACT = 1L << 53;

    private ValueJson() {}

    /** Values by key; of a key that comes twice the first. */
    static Map<String, Object> of(List<KeyValue> attributes) {
        Map<String, Object> json = new LinkedHashMap<>();
        attributes.forEach(attribute -> json.putIfAbsent(attribute.key(), of(attribute.value())));
        return json;
    }

    static Object of(AnyValue value) {
        return switch (value.kind()) {
            case STRING -> ((AnyValue.StringValue) value).value();
            case BOOL -> ((AnyValue.BoolValue) value).value();
            case INT -> {
                long number = ((AnyValue.IntValue) value).value();
                yield Math.abs(number) <= MAX_EXACT && number != Long.MIN_VALUE
                        ? (Object) number
                        : Long.toString(number);
            }
            case DOUBLE -> {
                double number = ((AnyValue.DoubleValue) value).value();
                yield Double.isFinite(number) ? (Object) number : Double.toString(number);
            }
            case BYTES -> Base64.getEncoder().encodeToString(((AnyValue.BytesValue) value).value());
            case ARRAY ->
                ((AnyValue.ArrayValue) value)
                        .values().stream().map(ValueJson::of).toList();
            case MAP -> of(((AnyValue.MapValue) value).entries());
            case EMPTY -> "";
        };
    }
}
