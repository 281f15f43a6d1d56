package dev.quipu.model.segment;

import dev.quipu.model.otlp.AnyValueWire;
import dev.quipu.model.otlp.ProtoReader;

/**
 * What an attribute says, as hashes: the same as it would have given in a column of its own.
 *
 * @param keyHash XXH64 of the key
 * @param content XXH64 of a pooled value's bytes, otherwise the value's bits
 */
record AttributeHashes(long keyHash, ValueType type, long content) {

    private static final long EMPTY_HASH = XxHash64.hash("");

    /** Reads an OVERFLOW value: whether an attribute overflows depends on what else is in its batch. */
    static AttributeHashes read(BytesPool pool, int reference) {
        return read(new ProtoReader(pool.bytes(), pool.offset(reference), pool.length(reference)));
    }

    /** Reads the rest of the reader as a {@code KeyValue} message; of a field that comes twice the last counts. */
    static AttributeHashes read(ProtoReader in) {
        long keyHash = EMPTY_HASH;
        AttributeHashes value = new AttributeHashes(keyHash, ValueType.EMPTY, 0);
        while (in.hasMore()) {
            int tag = in.readTag();
            switch (tag) {
                case AnyValueWire.KEY << 3 | ProtoReader.LENGTH_DELIMITED -> keyHash = hashOfNext(in);
                case AnyValueWire.VALUE << 3 | ProtoReader.LENGTH_DELIMITED -> {
                    int message = in.enter();
                    value = readValue(in);
                    in.leave(message);
                }
                default -> in.skip(tag);
            }
        }
        return new AttributeHashes(keyHash, value.type, value.content);
    }

    private static AttributeHashes readValue(ProtoReader in) {
        long whole = XxHash64.hash(in.buffer(), in.position(), in.remaining());
        ValueType type = ValueType.EMPTY;
        long content = 0;
        while (in.hasMore()) {
            int tag = in.readTag();
            switch (tag) {
                case AnyValueWire.STRING_VALUE << 3 | ProtoReader.LENGTH_DELIMITED -> {
                    type = ValueType.STRING;
                    content = hashOfNext(in);
                }
                case AnyValueWire.BOOL_VALUE << 3 | ProtoReader.VARINT -> {
                    type = ValueType.BOOL;
                    content = in.readVarint() != 0 ? 1 : 0;
                }
                case AnyValueWire.INT_VALUE << 3 | ProtoReader.VARINT -> {
                    type = ValueType.INT;
                    content = in.readVarint();
                }
                case AnyValueWire.DOUBLE_VALUE << 3 | ProtoReader.FIXED64 -> {
                    type = ValueType.DOUBLE;
                    content = in.readFixed64();
                }
                case AnyValueWire.BYTES_VALUE << 3 | ProtoReader.LENGTH_DELIMITED -> {
                    type = ValueType.BYTES;
                    content = hashOfNext(in);
                }
                case AnyValueWire.ARRAY_VALUE << 3 | ProtoReader.LENGTH_DELIMITED -> {
                    type = ValueType.ARRAY;
                    content = whole;
                    in.skipBytes();
                }
                case AnyValueWire.KVLIST_VALUE << 3 | ProtoReader.LENGTH_DELIMITED -> {
                    type = ValueType.MAP;
                    content = whole;
                    in.skipBytes();
                }
                default -> in.skip(tag);
            }
        }
        return new AttributeHashes(EMPTY_HASH, type, content);
    }

    private static long hashOfNext(ProtoReader in) {
        int length = in.readLength();
        long hash = XxHash64.hash(in.buffer(), in.position(), length);
        in.advance(length);
        return hash;
    }
}
