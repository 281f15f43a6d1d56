package dev.quipu.collector;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;

/** Protobuf messages without classes of their own, written by protobuf's own encoder. */
public final class ProtoMessage {

    private final UnknownFieldSet.Builder fields = UnknownFieldSet.newBuilder();

    public static ProtoMessage of() {
        return new ProtoMessage();
    }

    public ProtoMessage text(int field, String value) {
        return bytes(field, ByteString.copyFromUtf8(value));
    }

    public ProtoMessage bytes(int field, ByteString value) {
        return add(field, UnknownFieldSet.Field.newBuilder().addLengthDelimited(value));
    }

    public ProtoMessage message(int field, ProtoMessage value) {
        return bytes(field, value.fields.build().toByteString());
    }

    public ProtoMessage varint(int field, long value) {
        return add(field, UnknownFieldSet.Field.newBuilder().addVarint(value));
    }

    public ProtoMessage sint(int field, long value) {
        return varint(field, value << 1 ^ value >> 63);
    }

    public ProtoMessage real(int field, double value) {
        return fixed64(field, Double.doubleToRawLongBits(value));
    }

    public ProtoMessage fixed64(int field, long value) {
        return add(field, UnknownFieldSet.Field.newBuilder().addFixed64(value));
    }

    public byte[] toBytes() {
        return fields.build().toByteArray();
    }

    private ProtoMessage add(int field, UnknownFieldSet.Field.Builder value) {
        fields.mergeField(field, value.build());
        return this;
    }
}
