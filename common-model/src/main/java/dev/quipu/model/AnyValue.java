package dev.quipu.model;

import java.util.Arrays;
import java.util.List;

/**
 * An OTLP attribute value (opentelemetry/proto/common/v1, {@code AnyValue}). Immutable; depth is bounded where
 * values are read, so walking one by recursion is safe.
 */
public sealed interface AnyValue {

    /** Which member of the family a value is. */
    enum Kind {
        EMPTY,
        STRING,
        BOOL,
        INT,
        DOUBLE,
        BYTES,
        ARRAY,
        MAP
    }

    /** The value that has no content: an {@code AnyValue} message with no field set. */
    AnyValue EMPTY = new EmptyValue();

    Kind kind();

    static AnyValue of(String value) {
        return new StringValue(value);
    }

    static AnyValue of(boolean value) {
        return new BoolValue(value);
    }

    static AnyValue of(long value) {
        return new IntValue(value);
    }

    static AnyValue of(double value) {
        return new DoubleValue(value);
    }

    /** No content. */
    record EmptyValue() implements AnyValue {
        @Override
        public Kind kind() {
            return Kind.EMPTY;
        }
    }

    /** UTF-8 text, possibly empty. */
    record StringValue(String value) implements AnyValue {
        @Override
        public Kind kind() {
            return Kind.STRING;
        }
    }

    /** A truth value. */
    record BoolValue(boolean value) implements AnyValue {
        @Override
        public Kind kind() {
            return Kind.BOOL;
        }
    }

    /** A signed 64-bit integer. */
    record IntValue(long value) implements AnyValue {
        @Override
        public Kind kind() {
            return Kind.INT;
        }
    }

    /** An IEEE 754 double; equal when the bits are equal, so NaN equals itself and 0.0 differs from -0.0. */
    record DoubleValue(double value) implements AnyValue {
        @Override
        public Kind kind() {
            return Kind.DOUBLE;
        }
    }

    /** Opaque bytes, compared by content. */
    record BytesValue(byte[] value) implements AnyValue {
        public BytesValue {
            value = value.clone();
        }

        @Override
        public byte[] value() {
            return value.clone();
        }

        @Override
        public Kind kind() {
            return Kind.BYTES;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof BytesValue that && Arrays.equals(value, that.value);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(value);
        }

        @Override
        public String toString() {
            return "BytesValue[" + value.length + " bytes]";
        }
    }

    /** An ordered list of values of any kinds. */
    record ArrayValue(List<AnyValue> values) implements AnyValue {
        public ArrayValue {
            values = List.copyOf(values);
        }

        @Override
        public Kind kind() {
            return Kind.ARRAY;
        }
    }

    /** An ordered list of entries; keys may repeat, as they may on the wire. */
    record MapValue(List<KeyValue> entries) implements AnyValue {
        public MapValue {
            entries = List.copyOf(entries);
        }

        @Override
        public Kind kind() {
            return Kind.MAP;
        }
    }
}
