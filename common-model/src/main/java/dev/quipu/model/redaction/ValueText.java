package dev.quipu.model.redaction;

import dev.quipu.model.otlp.AnyValueWire;
import dev.quipu.model.otlp.ProtoReader;
import java.nio.charset.StandardCharsets;

/** A whole value as text: the same for the same value, so that hashes of it can be compared. */
final class ValueText {

    private static final byte[] NONE = {};

    private ValueText() {}

    /**
     * Reads the rest of the reader as the content of an {@code AnyValue}. Text and bytes are themselves, numbers and truth
     * values are written out, lists are their wire form; empty when there is no content.
     */
    static byte[] of(ProtoReader in) {
        byte[] text = NONE;
        while (in.hasMore()) {
            int tag = in.readTag();
            switch (tag) {
                case AnyValueWire.BOOL_VALUE << 3 | ProtoReader.VARINT -> text = bytes(in.readVarint() != 0);
                case AnyValueWire.INT_VALUE << 3 | ProtoReader.VARINT -> text = bytes(in.readVarint());
                case AnyValueWire.DOUBLE_VALUE << 3 | ProtoReader.FIXED64 ->
                    text = bytes(Double.longBitsToDouble(in.readFixed64()));
                default -> {
                    if ((tag & 7) == ProtoReader.LENGTH_DELIMITED) {
                        text = in.readBytes();
                    } else {
                        in.skip(tag);
                    }
                }
            }
        }
        return text;
    }

    private static byte[] bytes(Object value) {
        return value.toString().getBytes(StandardCharsets.US_ASCII);
    }
}
