package dev.quipu.model.otlp;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
     * {@code ExportTraceServiceRequest} in the protobuf form.
     *
     * @throws OtlpFormatException when the bytes are not JSON, or a known field has a value that it cannot have
     */
    public static byte[] tracesRequestToProtobuf(byte[] json, int length) {
        return new OtlpJsonReader(json, length).read(OtlpMessage.TRACES_DATA);
    }

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
        for (Map.Entry<OtlpMessage.Field, List<Integer>> entry :
                positions(message, in).entrySet()) {
            OtlpMessage.Field field = entry.getKey();
            out.writeFieldName(field.name());
            if (field.repeated()) {
                out.writeStartArray();
                for (int position : entry.getValue()) {
                    in.seek(position);
                    writeValue(out, field, in);
                }
                out.writeEndArray();
            } else {
                in.seek(entry.getValue().get(entry.getValue().size() - 1));
                writeValue(out, field, in);
            }
        }
        out.writeEndObject();
    }

    /** Where each known field's values begin, in the order of first appearance. */
    private static Map<OtlpMessage.Field, List<Integer>> positions(OtlpMessage message, ProtoReader in) {
        Map<OtlpMessage.Field, List<Integer>> positions = new LinkedHashMap<>();
        while (in.hasMore()) {
            int tag = in.readTag();
            OtlpMessage.Field field = message.numbered(tag >>> 3);
            if (field != null) {
                positions
                        .computeIfAbsent(field, unseen -> new java.util.ArrayList<>())
                        .add(in.position());
            }
            in.skip(tag);
        }
        return positions;
    }

    private static void writeValue(JsonGenerator out, OtlpMessage.Field field, ProtoReader in) throws IOException {
        switch (field.type()) {
            case STRING -> out.writeString(in.readString());
            case BYTES -> out.writeString(Base64.getEncoder().encodeToString(in.readBytes()));
            case ID -> out.writeString(HexFormat.of().formatHex(in.readBytes()));
            case BOOL -> out.writeBoolean(in.readVarint() != 0);
            case INT32, ENUM -> out.writeNumber((int) in.readVarint());
            case UINT32 -> out.writeNumber(in.readVarint() & 0xffffffffL);
            case INT64 -> out.writeString(Long.toString(in.readVarint()));
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
