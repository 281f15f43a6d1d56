package dev.quipu.model.segment;

import dev.quipu.model.otlp.AnyValueWire;
import dev.quipu.model.otlp.ProtoReader;
import org.jspecify.annotations.Nullable;

/**
 * Reads strings and {@code KeyValue} messages of records into pool and columns. What is wrong with a record's values
 * is remembered until the record is done, so that reading goes on and the rest of the request is kept.
 */
final class AttributeReader {

    private final BytesPool pool;
    private final int maxDepth;
    private @Nullable RejectReason rejection;
    private ValueType type = ValueType.EMPTY;
    private long value;

    AttributeReader(BytesPool pool, int maxDepth) {
        this.pool = pool;
        this.maxDepth = maxDepth;
    }

    /** Starts a record. */
    void begin() {
        rejection = null;
    }

    /** Why the record cannot be kept, if so. */
    @Nullable
    RejectReason rejection() {
        return rejection;
    }

    /** A string field, length first, as a pool reference. */
    int readText(ProtoReader in) {
        int reference = readPooled(in);
        if (!pool.isUtf8(reference)) {
            rejection = RejectReason.INVALID_UTF8;
        }
        return reference;
    }

    private int readPooled(ProtoReader in) {
        int length = in.readLength();
        int reference = pool.intern(in.buffer(), in.position(), length);
        in.advance(length);
        return reference;
    }

    /** A {@code KeyValue}, length first, as an attribute of the row being appended to {@code table}. */
    void read(ProtoReader in, Table table) {
        int outer = in.enter();
        int begin = in.position();
        int length = in.remaining();
        int key = BytesPool.EMPTY;
        type = ValueType.EMPTY;
        value = 0;
        while (in.hasMore()) {
            int tag = in.readTag();
            switch (tag) {
                case AnyValueWire.KEY << 3 | ProtoReader.LENGTH_DELIMITED -> key = readText(in);
                case AnyValueWire.VALUE << 3 | ProtoReader.LENGTH_DELIMITED -> {
                    int message = in.enter();
                    readValue(in);
                    in.leave(message);
                }
                default -> in.skip(tag);
            }
        }
        int column = table.attributeColumns().columnOf(key, type);
        if (table.attributeColumns().type(column) == ValueType.OVERFLOW) {
            value = pool.intern(in.buffer(), begin, length);
        }
        table.addAttribute(column, value);
        in.leave(outer);
    }

    /** Reads the rest of the reader as an {@code AnyValue}; {@link #type} and {@link #value} tell it. */
    void readValue(ProtoReader in) {
        int begin = in.position();
        int length = in.remaining();
        type = ValueType.EMPTY;
        value = 0;
        while (in.hasMore()) {
            int field = in.readTag();
            switch (field) {
                case AnyValueWire.STRING_VALUE << 3 | ProtoReader.LENGTH_DELIMITED -> {
                    type = ValueType.STRING;
                    value = readText(in);
                }
                case AnyValueWire.BOOL_VALUE << 3 | ProtoReader.VARINT -> {
                    type = ValueType.BOOL;
                    value = in.readVarint() != 0 ? 1 : 0;
                }
                case AnyValueWire.INT_VALUE << 3 | ProtoReader.VARINT -> {
                    type = ValueType.INT;
                    value = in.readVarint();
                }
                case AnyValueWire.DOUBLE_VALUE << 3 | ProtoReader.FIXED64 -> {
                    type = ValueType.DOUBLE;
                    value = in.readFixed64();
                }
                case AnyValueWire.BYTES_VALUE << 3 | ProtoReader.LENGTH_DELIMITED -> {
                    type = ValueType.BYTES;
                    value = readPooled(in);
                }
                case AnyValueWire.ARRAY_VALUE << 3 | ProtoReader.LENGTH_DELIMITED,
                        AnyValueWire.KVLIST_VALUE << 3 | ProtoReader.LENGTH_DELIMITED -> {
                    type = field >>> 3 == AnyValueWire.ARRAY_VALUE ? ValueType.ARRAY : ValueType.MAP;
                    checkNested(in, field >>> 3);
                    value = pool.intern(in.buffer(), begin, length);
                }
                default -> in.skip(field);
            }
        }
    }

    /** Of the value read last. */
    ValueType type() {
        return type;
    }

    /** The value read last, as bits or as a pool reference. */
    long value() {
        return value;
    }

    /** Checks a {@code KeyValue}, length first, and moves past it. */
    void check(ProtoReader in) {
        int outer = in.enter();
        if (entryTooDeep(in, 0)) {
            rejection = RejectReason.VALUE_TOO_DEEP;
        }
        in.leave(outer);
    }

    /** Walks an array or map once, so that it can be decoded without fear later. */
    private void checkNested(ProtoReader in, int field) {
        if (rejection == RejectReason.VALUE_TOO_DEEP || depthExceeded(in, field, 1)) {
            rejection = RejectReason.VALUE_TOO_DEEP;
        }
    }

    private boolean depthExceeded(ProtoReader in, int field, int depth) {
        if (depth > maxDepth) {
            in.skipBytes();
            return true;
        }
        boolean exceeded = false;
        int list = in.enter();
        while (in.hasMore()) {
            int tag = in.readTag();
            if (tag != (1 << 3 | ProtoReader.LENGTH_DELIMITED)) {
                in.skip(tag);
                continue;
            }
            int element = in.enter();
            exceeded |= field == AnyValueWire.ARRAY_VALUE ? valueTooDeep(in, depth) : entryTooDeep(in, depth);
            in.leave(element);
        }
        in.leave(list);
        return exceeded;
    }

    private boolean entryTooDeep(ProtoReader in, int depth) {
        boolean exceeded = false;
        while (in.hasMore()) {
            int tag = in.readTag();
            switch (tag) {
                case AnyValueWire.KEY << 3 | ProtoReader.LENGTH_DELIMITED -> checkText(in);
                case AnyValueWire.VALUE << 3 | ProtoReader.LENGTH_DELIMITED -> {
                    int value = in.enter();
                    exceeded |= valueTooDeep(in, depth);
                    in.leave(value);
                }
                default -> in.skip(tag);
            }
        }
        return exceeded;
    }

    private boolean valueTooDeep(ProtoReader in, int depth) {
        boolean exceeded = false;
        while (in.hasMore()) {
            int tag = in.readTag();
            switch (tag) {
                case AnyValueWire.STRING_VALUE << 3 | ProtoReader.LENGTH_DELIMITED -> checkText(in);
                case AnyValueWire.ARRAY_VALUE << 3 | ProtoReader.LENGTH_DELIMITED,
                        AnyValueWire.KVLIST_VALUE << 3 | ProtoReader.LENGTH_DELIMITED ->
                    exceeded |= depthExceeded(in, tag >>> 3, depth + 1);
                default -> in.skip(tag);
            }
        }
        return exceeded;
    }

    /** Checks a string, length first, and moves past it. */
    void checkText(ProtoReader in) {
        int length = in.readLength();
        if (!Utf8.isValid(in.buffer(), in.position(), length)) {
            rejection = RejectReason.INVALID_UTF8;
        }
        in.advance(length);
    }
}
