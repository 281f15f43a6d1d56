package dev.quipu.model.otlp;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.quipu.model.Signal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.HexFormat;

/**
 * The JSON form of OTLP (OTLP specification, "JSON Protobuf Encoding"), turned into the protobuf form and back by one
 * table: ids in hex, 64-bit integers as strings, enums as numbers, unknown fields ignored. On the way in 64-bit
 * integers may also be numbers, and enums their names, since SDKs send them so.
 */
public final class OtlpJson {

    /** Deeper objects are refused by the reader before they can exhaust a stack. */
    private static final int MAX_DEPTH = 1000;

    static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNumberLength(64)
                    .build())
            .build();

    private OtlpJson() {}

    /**
     * {@code Export…ServiceRequest} of the signal in the protobuf form.
     *
     * @throws OtlpFormatException when the bytes are not JSON, or a known field has a value that it cannot have
     */
    public static byte[] requestToProtobuf(Signal signal, byte[] json, int length) {
        return new OtlpJsonReader(json, length).read(OtlpMessage.dataOf(signal));
    }

    /** @param protobuf as {@link ProtoWriter} callers here write it: each field once, a repeated one's values together */
    static byte[] toJson(OtlpMessage message, byte[] protobuf) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(protobuf.length * 2);
        try (JsonGenerator out = JSON.createGenerator(bytes)) {
            write(out, message, new ProtoReader(protobuf));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void write(JsonGenerator out, OtlpMessage message, ProtoReader in) throws IOException {
        out.writeStartObject();
        int tag = nextTag(in);
        while (tag != 0) {
            OtlpMessage.Field field = message.numbered(tag >>> 3);
            if (field == null) {
                in.skip(tag);
                tag = nextTag(in);
            } else if (field.repeated()) {
                out.writeArrayFieldStart(field.name());
                int repeated = tag;
                for (; tag == repeated; tag = nextTag(in)) {
                    writeMember(out, field, tag, in);
                }
                out.writeEndArray();
            } else {
                out.writeFieldName(field.name());
                writeValue(out, field, in);
                tag = nextTag(in);
            }
        }
        out.writeEndObject();
    }

    /** 0 at the end of the message. */
    private static int nextTag(ProtoReader in) {
        return in.hasMore() ? in.readTag() : 0;
    }

    /** One value of a list, or all of a packed one. */
    private static void writeMember(JsonGenerator out, OtlpMessage.Field field, int tag, ProtoReader in)
            throws IOException {
        if (!field.isNumber() || (tag & 7) != ProtoReader.LENGTH_DELIMITED) {
            writeValue(out, field, in);
            return;
        }
        int outer = in.enter();
        while (in.hasMore()) {
            writeValue(out, field, in);
        }
        in.leave(outer);
    }

    private static void writeValue(JsonGenerator out, OtlpMessage.Field field, ProtoReader in) throws IOException {
        switch (field.type()) {
            case STRING -> out.writeString(in.readString());
            case BYTES -> out.writeString(Base64.getEncoder().encodeToString(in.readBytes()));
            case ID -> out.writeString(HexFormat.of().formatHex(in.readBytes()));
            case BOOL -> out.writeBoolean(in.readVarint() != 0);
            case INT32, ENUM -> out.writeNumber((int) in.readVarint());
            case UINT32 -> out.writeNumber(in.readVarint() & 0xffffffffL);
            case SINT32 -> out.writeNumber(in.readZigZag32());
            case INT64 -> out.writeString(Long.toString(in.readVarint()));
            case UINT64 -> out.writeString(Long.toUnsignedString(in.readVarint()));
            case SFIXED64 -> out.writeString(Long.toString(in.readFixed64()));
            case FIXED64 -> out.writeString(Long.toUnsignedString(in.readFixed64()));
            case FIXED32 -> out.writeNumber(Integer.toUnsignedLong(in.readFixed32()));
            case DOUBLE -> writeDouble(out, Double.longBitsToDouble(in.readFixed64()));
            case MESSAGE -> {
                int outer = in.enter();
                write(out, field.nested(), in);
                in.leave(outer);
            }
        }
    }

    /** NaN and the infinities are strings in protobuf's JSON form. */
    private static void writeDouble(JsonGenerator out, double value) throws IOException {
        if (Double.isNaN(value)) {
            out.writeString("NaN");
        } else if (Double.isInfinite(value)) {
            out.writeString(value > 0 ? "Infinity" : "-Infinity");
        } else {
            out.writeNumber(value);
        }
    }
}
