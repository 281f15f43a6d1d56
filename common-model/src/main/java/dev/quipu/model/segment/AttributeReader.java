package dev.quipu.model.segment;

import dev.quipu.model.otlp.AnyValueWire;
import dev.quipu.model.otlp.ProtoReader;
import dev.quipu.model.segment.ValueRedaction.Change;
import dev.quipu.model.segment.ValueRedaction.Place;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads strings and {@code KeyValue} messages of records into pool and columns. What is wrong with a record's values
 * is remembered until the record is done, so that reading goes on and the rest of the request is kept.
 */
final class AttributeReader {

    private final BytesPool pool;
    private final RedactedValues redacted;
    private final int maxDepth;
    private @Nullable RejectReason rejection;
    /** Where the attribute lies that is being read. */
    private byte[] entryBuffer = {};

    private int entryBegin;
    private int entryLength;

    private int key = BytesPool.EMPTY;
    private ValueType type = ValueType.EMPTY;
    private long value;
    /** How many members of those that are known the value had; all but the last of them count for nothing. */
    private int members;

    AttributeReader(RecordTable table, int maxDepth) {
        this.pool = table.pool;
        this.redacted = table.redacted;
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

    /** The same of text that rules may take something out of. */
    int readText(ProtoReader in, Place place) {
        return redacted.text(place, readText(in), pool);
    }

    /** A {@code KeyValue}, length first, as an attribute of the row being appended to {@code table}. */
    void read(ProtoReader in, Table table, Place place) {
        int outer = in.enter();
        entryBuffer = in.buffer();
        entryBegin = in.position();
        entryLength = in.remaining();
        boolean isPlain = readEntry(in);
        in.leave(outer);
        AttributeColumns columns = table.attributeColumns();
        int column = columns.columnOf(key, type);
        ValueRedaction rules = redacted.redaction();
        if (rules != null) {
            column = redact(rules, place, columns, column, isPlain);
        } else if (columns.type(column) == ValueType.OVERFLOW) {
            value = pool.intern(entryBuffer, entryBegin, entryLength);
        }
        table.addAttribute(column, value);
    }

    /** Reads the rest of the reader as a {@code KeyValue}; whether it has one key, and one value with one member. */
    private boolean readEntry(ProtoReader in) {
        int fields = 0;
        key = BytesPool.EMPTY;
        type = ValueType.EMPTY;
        value = 0;
        members = 0;
        while (in.hasMore()) {
            int tag = in.readTag();
            switch (tag) {
                case AnyValueWire.KEY << 3 | ProtoReader.LENGTH_DELIMITED -> {
                    key = readText(in);
                    fields++;
                }
                case AnyValueWire.VALUE << 3 | ProtoReader.LENGTH_DELIMITED -> {
                    int message = in.enter();
                    readValue(in);
                    in.leave(message);
                    fields++;
                }
                default -> in.skip(tag);
            }
        }
        return fields == 2 && members == 1;
    }

    /** Reads the rest of the reader as an {@code AnyValue}; {@link #type} and {@link #value} tell it. */
    void readValue(ProtoReader in) {
        int begin = in.position();
        int length = in.remaining();
        type = ValueType.EMPTY;
        value = 0;
        members = 0;
        while (in.hasMore()) {
            int field = in.readTag();
            members++;
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

    /** As {@link #readValue}, of a value that rules may take something out of. */
    void readValue(ProtoReader in, Place place) {
        int begin = in.position();
        int length = in.remaining();
        readValue(in);
        ValueRedaction rules = redacted.redaction();
        if (rules == null || rules.rules(place).isEmpty()) {
            return;
        }
        RedactedValues.Verdicts known = redacted.of(rules.rules(place), type);
        if (!isSettled(rules, known, members == 1)) {
            Change change = rules.value(place, in.buffer(), begin, length);
            settle(known, members == 1, change, changed -> readValue(new ProtoReader(changed)));
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

    /** What the attribute that comes next is to be instead; null when it stays. */
    @Nullable
    Change change(ProtoReader in, int length) {
        ValueRedaction rules = redacted.redaction();
        return rules == null ? null : rules.attribute(Place.ATTRIBUTES, in.buffer(), in.position(), length);
    }

    /** Checks a {@code KeyValue}, length first, and moves past it. */
    void check(ProtoReader in) {
        int outer = in.enter();
        if (entryTooDeep(in, 0)) {
            rejection = RejectReason.VALUE_TOO_DEEP;
        }
        in.leave(outer);
    }

    /** Puts what is left of the attribute read last in its place; the column that it belongs to then. */
    private int redact(ValueRedaction rules, Place place, AttributeColumns columns, int column, boolean isPlain) {
        boolean overflows = columns.type(column) == ValueType.OVERFLOW;
        RedactedValues.Verdicts known = verdicts(rules, place, columns, column);
        boolean isRemembered = isPlain && !overflows;
        ValueType before = type;
        Change change = null;
        if (overflows || !known.isIdle() && !isSettled(rules, known, isRemembered)) {
            change = rules.attribute(place, entryBuffer, entryBegin, entryLength);
            settle(known, isRemembered, change, changed -> readEntry(new ProtoReader(changed)));
        }
        if (change == null && type == before && !overflows) {
            return column;
        }
        int settled = columns.columnOf(key, type);
        if (columns.type(settled) == ValueType.OVERFLOW) {
            value = change == null
                    ? pool.intern(entryBuffer, entryBegin, entryLength)
                    : pool.intern(change.message(), 0, change.message().length);
        }
        return settled;
    }

    private RedactedValues.Verdicts verdicts(ValueRedaction rules, Place place, AttributeColumns columns, int column) {
        RedactedValues.Verdicts known = columns.verdicts(column, redacted.generation());
        if (known == null) {
            known = redacted.of(rules.rules(place, pool.bytes(), pool.offset(key), pool.length(key)), type);
            columns.setVerdicts(column, redacted.generation(), known);
        }
        return known;
    }

    /** Whether it is known what becomes of the value read last; then it has become that. */
    private boolean isSettled(ValueRedaction rules, RedactedValues.Verdicts known, boolean isPlain) {
        if (!isPlain) {
            return false;
        }
        if (!type.isPooled()) {
            return !known.rules().mayChange(type, value);
        }
        int reference = (int) value;
        int state = known.state(reference);
        if (state == RedactedValues.UNKNOWN && (type == ValueType.STRING || type == ValueType.BYTES)) {
            redacted.judge(known, reference, type, pool);
            state = known.state(reference);
        }
        if (state > RedactedValues.CLEAN) {
            RedactedValues.Outcome outcome = redacted.outcome(state);
            type = outcome.type();
            value = outcome.value();
            rules.foundAgain(outcome.counts());
        }
        return state != RedactedValues.UNKNOWN;
    }

    private void settle(
            RedactedValues.Verdicts known, boolean isPlain, @Nullable Change change, Consumer<byte[]> reading) {
        boolean isRemembered = isPlain && type.isPooled();
        int before = (int) value;
        if (change != null) {
            reading.accept(change.message());
            if (isRemembered) {
                redacted.setChanged(known, before, new RedactedValues.Outcome(type, value, change.counts()));
            }
        } else if (isRemembered) {
            known.setClean(before);
        }
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
