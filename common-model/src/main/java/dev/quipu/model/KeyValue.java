package dev.quipu.model;

/** One attribute: OTLP's {@code KeyValue}. The key may be empty. */
public record KeyValue(String key, AnyValue value) {

    public static KeyValue of(String key, String value) {
        return new KeyValue(key, AnyValue.of(value));
    }

    public static KeyValue of(String key, long value) {
        return new KeyValue(key, AnyValue.of(value));
    }

    public static KeyValue of(String key, boolean value) {
        return new KeyValue(key, AnyValue.of(value));
    }

    public static KeyValue of(String key, double value) {
        return new KeyValue(key, AnyValue.of(value));
    }
}
