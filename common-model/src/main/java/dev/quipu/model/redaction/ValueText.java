package dev.quipu.model.redaction;

import dev.quipu.model.otlp.AnyValueWire;
import dev.quipu.model.otlp.ProtoReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** A whole value as text: the same for the same value, so that hashes of it can be compared. */
final class ValueText {

    private ValueText() {}

    /**
     * Reads the rest of the reader as the content of an {@code AnyValue}, by the member that {@link AnyValueWire#read} takes:
     * the last of a known number and its own wire type. Text and bytes are themselves, numbers and truth values are
     * written out, lists are their wire form; empty when there is no such member.
     */
    static Optional<byte[]> of(ProtoReader in) {
        Optional<byte[]> text = Optional.empty();
        while (in.hasMore()) {
            int tag = in.readTag();
            switch (tag) {
                case AnyValueWire.BOOL_VALUE << 3 | ProtoReader.VARINT ->
                    text = Optional.of(bytes(in.readVarint() != 0));
                case AnyValueWire.INT_VALUE << 3 | ProtoReader.VARINT -> text = Optional.of(bytes(in.readVarint()));
                case AnyValueWire.DOUBLE_VALUE << 3 | ProtoReader.FIXED64 ->
                    text = Optional.of(bytes(Double.longBitsToDouble(in.readFixed64())));
                case AnyValueWire.STRING_VALUE << 3 | ProtoReader.LENGTH_DELIMITED,
                        AnyValueWire.ARRAY_VALUE << 3 | ProtoReader.LENGTH_DELIMITED,
                        AnyValueWire.KVLIST_VALUE << 3 | ProtoReader.LENGTH_DELIMITED,
                        AnyValueWire.BYTES_VALUE << 3 | ProtoReader.LENGTH_DELIMITED ->
                    text = Optional.of(in.readBytes());
                default -> in.skip(tag);
            }
        }
        return text;
    }

    static byte[] bytes(Object value) {
        return value.toString().getBytes(StandardCharsets.US_ASCII);
    }
}
