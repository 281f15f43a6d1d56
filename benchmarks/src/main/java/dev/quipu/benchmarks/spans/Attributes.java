package dev.quipu.benchmarks.spans;

import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;

/** OTLP attributes in one call. */
final class Attributes {

    private Attributes() {}

    static KeyValue text(String key, String value) {
        return of(key, AnyValue.newBuilder().setStringValue(value));
    }

    static KeyValue number(String key, long value) {
        return of(key, AnyValue.newBuilder().setIntValue(value));
    }

    static KeyValue flag(String key, boolean value) {
        return of(key, AnyValue.newBuilder().setBoolValue(value));
    }

    private static KeyValue of(String key, AnyValue.Builder value) {
        return KeyValue.newBuilder().setKey(key).setValue(value).build();
    }
}
