package dev.quipu.analysis.values;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import dev.quipu.model.AnyValue;
import dev.quipu.model.KeyValue;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Base64;

/** Attribute values as text, for read APIs that know no other. */
public final class AnyValueText {

    /** Deeper than any value that a reader of OTLP lets through. */
    private static final int MAX_DEPTH = 100_000;

    private static final JsonFactory FACTORY = new JsonFactoryBuilder()
            .streamWriteConstraints(
                    StreamWriteConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
            .build();

    private AnyValueText() {}

    /** The value as it is written plainly: bytes as base64, no content as no text, arrays and maps as {@link #json}. */
    public static String of(AnyValue value) {
        return switch (value.kind()) {
            case EMPTY -> "";
            case STRING -> ((AnyValue.StringValue) value).value();
            case BOOL -> Boolean.toString(((AnyValue.BoolValue) value).value());
            case INT -> Long.toString(((AnyValue.IntValue) value).value());
            case DOUBLE -> Double.toString(((AnyValue.DoubleValue) value).value());
            case BYTES -> base64((AnyValue.BytesValue) value);
            case ARRAY, MAP -> json(value);
        };
    }

    public static String base64(AnyValue.BytesValue value) {
        return Base64.getEncoder().encodeToString(value.value());
    }

    /** JSON: bytes as base64, no content as null, NaN and the infinities as text, repeated keys kept in order. */
    public static String json(AnyValue value) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(text)) {
            write(json, value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static void write(JsonGenerator json, AnyValue value) throws IOException {
        switch (value.kind()) {
            case EMPTY -> json.writeNull();
            case STRING -> json.writeString(((AnyValue.StringValue) value).value());
            case BOOL -> json.writeBoolean(((AnyValue.BoolValue) value).value());
            case INT -> json.writeNumber(((AnyValue.IntValue) value).value());
            case DOUBLE -> json.writeNumber(((AnyValue.DoubleValue) value).value());
            case BYTES -> json.writeString(base64((AnyValue.BytesValue) value));
            case ARRAY -> writeArray(json, (AnyValue.ArrayValue) value);
            case MAP -> writeMap(json, (AnyValue.MapValue) value);
        }
    }

    private static void writeArray(JsonGenerator json, AnyValue.ArrayValue array) throws IOException {
        json.writeStartArray();
        for (AnyValue element : array.values()) {
            write(json, element);
        }
        json.writeEndArray();
    }

    private static void writeMap(JsonGenerator json, AnyValue.MapValue map) throws IOException {
        json.writeStartObject();
        for (KeyValue entry : map.entries()) {
            json.writeFieldName(entry.key());
            write(json, entry.value());
        }
        json.writeEndObject();
    }
}
