package dev.quipu.model.otlp;

import dev.quipu.model.AnyValue;
import dev.quipu.model.KeyValue;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code AnyValue} and {@code KeyValue} in the wire form (opentelemetry/proto/common/v1/common.proto). A known field
 * that comes with another wire type than its own is passed over like an unknown one.
 */
public final class AnyValueWire {

    public static final int STRING_VALUE = 1;
    public static final int BOOL_VALUE = 2;
    public static final int INT_VALUE = 3;
    public static final int DOUBLE_VALUE = 4;
    public static final int ARRAY_VALUE = 5;
    public static final int KVLIST_VALUE = 6;
    public static final int BYTES_VALUE = 7;

    public static final int KEY = 1;
    public static final int VALUE = 2;

    /** Deeper values are refused, so that reading one by recursion cannot exhaust a stack. */
    public static final int MAX_DEPTH = 512;

    private static final int ELEMENTS = 1;

    private AnyValueWire() {}

    /** Writes the content of an {@code AnyValue} message: nothing at all for an empty value. */
    public static void write(ProtoWriter out, AnyValue value) {
        switch (value.kind()) {
            case EMPTY -> {}
            case STRING -> out.writeString(STRING_VALUE, ((AnyValue.StringValue) value).value());
            case BOOL -> out.writeVarint(BOOL_VALUE, ((AnyValue.BoolValue) value).value() ? 1 : 0);
            case INT -> out.writeVarint(INT_VALUE, ((AnyValue.IntValue) value).value());
            case DOUBLE -> out.writeDouble(DOUBLE_VALUE, ((AnyValue.DoubleValue) value).value());
            case BYTES -> out.writeBytes(BYTES_VALUE, ((AnyValue.BytesValue) value).value());
            case ARRAY -> {
                int array = out.begin(ARRAY_VALUE);
                for (AnyValue element : ((AnyValue.ArrayValue) value).values()) {
                    int message = out.begin(ELEMENTS);
                    write(out, element);
                    out.end(message);
                }
                out.end(array);
            }
            case MAP -> {
                int map = out.begin(KVLIST_VALUE);
                writeAll(out, ELEMENTS, ((AnyValue.MapValue) value).entries());
                out.end(map);
            }
        }
    }

    /** Writes each entry as a {@code KeyValue} message under the given field number. */
    public static void writeAll(ProtoWriter out, int field, List<KeyValue> entries) {
        for (KeyValue entry : entries) {
            int message = out.begin(field);
            out.writeStringOrOmit(KEY, entry.key());
            int value = out.begin(VALUE);
            write(out, entry.value());
            out.end(value);
            out.end(message);
        }
    }

    /**
     * Reads the rest of the reader as an {@code AnyValue} message; the last field set counts.
     *
     * @throws OtlpFormatException when it is malformed or nested deeper than {@value #MAX_DEPTH}
     */
    public static AnyValue read(ProtoReader in) {
        return read(in, 0);
    }

    private static AnyValue read(ProtoReader in, int depth) {
        if (depth > MAX_DEPTH) {
            throw in.malformed("values nested at most " + MAX_DEPTH + " deep", "a deeper one");
        }
        AnyValue value = AnyValue.EMPTY;
        while (in.hasMore()) {
            int tag = in.readTag();
            value = switch (tag) {
                case STRING_VALUE << 3 | ProtoReader.LENGTH_DELIMITED -> AnyValue.of(in.readString());
                case BOOL_VALUE << 3 | ProtoReader.VARINT -> AnyValue.of(in.readVarint() != 0);
                case INT_VALUE << 3 | ProtoReader.VARINT -> AnyValue.of(in.readVarint());
                case DOUBLE_VALUE << 3 | ProtoReader.FIXED64 -> AnyValue.of(Double.longBitsToDouble(in.readFixed64()));
                case BYTES_VALUE << 3 | ProtoReader.LENGTH_DELIMITED -> new AnyValue.BytesValue(in.readBytes());
                case ARRAY_VALUE << 3 | ProtoReader.LENGTH_DELIMITED ->
                    new AnyValue.ArrayValue(readArray(in, depth + 1));
                case KVLIST_VALUE << 3 | ProtoReader.LENGTH_DELIMITED -> new AnyValue.MapValue(readMap(in, depth + 1));
                default -> {
                    in.skip(tag);
                    yield value;
                }
            };
        }
        return value;
    }

    private static List<AnyValue> readArray(ProtoReader in, int depth) {
        List<AnyValue> values = new ArrayList<>();
        int outer = in.enter();
        while (in.hasMore()) {
            int tag = in.readTag();
            if (tag == (ELEMENTS << 3 | ProtoReader.LENGTH_DELIMITED)) {
                int message = in.enter();
                values.add(read(in, depth));
                in.leave(message);
            } else {
                in.skip(tag);
            }
        }
        in.leave(outer);
        return values;
    }

    private static List<KeyValue> readMap(ProtoReader in, int depth) {
        List<KeyValue> entries = new ArrayList<>();
        int outer = in.enter();
        while (in.hasMore()) {
            int tag = in.readTag();
            if (tag == (ELEMENTS << 3 | ProtoReader.LENGTH_DELIMITED)) {
                entries.add(readNested(in, depth));
            } else {
                in.skip(tag);
            }
        }
        in.leave(outer);
        return entries;
    }

    /** Reads a nested {@code KeyValue} message, length first. */
    public static KeyValue readNested(ProtoReader in) {
        return readNested(in, 0);
    }

    private static KeyValue readNested(ProtoReader in, int depth) {
        int outer = in.enter();
        KeyValue entry = readKeyValue(in, depth);
        in.leave(outer);
        return entry;
    }

    /** Reads the rest of the reader as a {@code KeyValue} message. */
    public static KeyValue readKeyValue(ProtoReader in) {
        return readKeyValue(in, 0);
    }

    private static KeyValue readKeyValue(ProtoReader in, int depth) {
        String key = "";
        AnyValue value = AnyValue.EMPTY;
        while (in.hasMore()) {
            int tag = in.readTag();
            switch (tag) {
                case KEY << 3 | ProtoReader.LENGTH_DELIMITED -> key = in.readString();
                case VALUE << 3 | ProtoReader.LENGTH_DELIMITED -> {
                    int message = in.enter();
                    value = read(in, depth);
                    in.leave(message);
                }
                default -> in.skip(tag);
            }
        }
        return new KeyValue(key, value);
    }
}
