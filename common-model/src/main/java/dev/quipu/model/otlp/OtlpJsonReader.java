package dev.quipu.model.otlp;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Base64;
import java.util.HexFormat;

/** Reads one JSON document into the protobuf form. For one use. */
final class OtlpJsonReader {

    private final byte[] json;
    private final int length;
    private final ProtoWriter out;

    OtlpJsonReader(byte[] json, int length) {
        this.json = json;
        this.length = length;
        this.out = new ProtoWriter(length / 2);
    }

    byte[] read(OtlpMessage message) {
        try (JsonParser in = OtlpJson.JSON.createParser(json, 0, length)) {
            if (in.nextToken() != JsonToken.START_OBJECT) {
                throw new OtlpFormatException("json: expected an object, got " + describe(in));
            }
            readObject(in, message);
            if (in.nextToken() != null) {
                throw new OtlpFormatException("json: expected the end after the object, got " + describe(in));
            }
            return out.toBytes();
        } catch (JsonProcessingException e) {
            throw new OtlpFormatException("json: " + e.getOriginalMessage() + " at byte "
                    + Math.max(0, e.getLocation() == null ? 0 : e.getLocation().getByteOffset()));
        } catch (IOException e) { // bytes that are not in the encoding that they begin in
            throw new OtlpFormatException("json: expected UTF-8, got: " + e.getMessage());
        }
    }

    private void readObject(JsonParser in, OtlpMessage message) throws IOException {
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            OtlpMessage.Field field = message.named(in.currentName());
            in.nextToken();
            if (field == null) {
                in.skipChildren();
            } else if (in.currentToken() == JsonToken.VALUE_NULL) {
                continue;
            } else if (field.repeated()) {
                readList(in, field);
            } else {
                readValue(in, field);
            }
        }
    }

    private void readList(JsonParser in, OtlpMessage.Field field) throws IOException {
        if (in.currentToken() != JsonToken.START_ARRAY) {
            throw unexpected(in, field, "an array");
        }
        while (in.nextToken() != JsonToken.END_ARRAY) {
            readValue(in, field);
        }
    }

    private void readValue(JsonParser in, OtlpMessage.Field field) throws IOException {
        switch (field.type()) {
            case STRING -> out.writeString(field.number(), text(in, field));
            case BYTES -> out.writeBytes(field.number(), base64(in, field));
            case ID -> out.writeBytes(field.number(), hex(in, field));
            case BOOL -> out.writeVarint(field.number(), bool(in, field) ? 1 : 0);
            case INT32, INT64, UINT64 -> out.writeVarint(field.number(), integer(in, field));
            case SINT32 -> out.writeVarint(field.number(), ProtoWriter.zigZag((int) integer(in, field)));
            case UINT32 -> out.writeVarint(field.number(), integer(in, field) & 0xffffffffL);
            case ENUM -> out.writeVarint(field.number(), enumValue(in, field));
            case FIXED64, SFIXED64 -> out.writeFixed64(field.number(), integer(in, field));
            case FIXED32 -> out.writeFixed32(field.number(), (int) integer(in, field));
            case DOUBLE -> out.writeDouble(field.number(), decimal(in, field));
            case MESSAGE -> {
                if (in.currentToken() != JsonToken.START_OBJECT) {
                    throw unexpected(in, field, "an object");
                }
                int begun = out.begin(field.number());
                readObject(in, field.nested());
                out.end(begun);
            }
        }
    }

    private static String text(JsonParser in, OtlpMessage.Field field) throws IOException {
        if (in.currentToken() != JsonToken.VALUE_STRING) {
            throw unexpected(in, field, "a string");
        }
        return in.getText();
    }

    private static boolean bool(JsonParser in, OtlpMessage.Field field) {
        return switch (in.currentToken()) {
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> throw unexpected(in, field, "true or false");
        };
    }

    private static byte[] base64(JsonParser in, OtlpMessage.Field field) throws IOException {
        String text = text(in, field).replace('-', '+').replace('_', '/');
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new OtlpFormatException("json: " + field.name() + ": expected base64, got '" + clip(text) + "'");
        }
    }

    private static byte[] hex(JsonParser in, OtlpMessage.Field field) throws IOException {
        String text = text(in, field);
        try {
            return HexFormat.of().parseHex(text);
        } catch (IllegalArgumentException e) {
            throw new OtlpFormatException("json: " + field.name() + ": expected hex digits, got '" + clip(text) + "'");
        }
    }

    /** A number or a string of digits; unsigned values above 2^63 wrap as they do on the wire. */
    private static long integer(JsonParser in, OtlpMessage.Field field) throws IOException {
        JsonToken token = in.currentToken();
        if (token == JsonToken.VALUE_NUMBER_INT && in.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
            return in.getLongValue();
        }
        if (token != JsonToken.VALUE_STRING && !token.isNumeric()) {
            throw unexpected(in, field, "an integer as a number or a string");
        }
        String text = in.getText();
        try {
            return text.startsWith("-") ? Long.parseLong(text) : Long.parseUnsignedLong(text);
        } catch (NumberFormatException e) {
            return exactInteger(text, field);
        }
    }

    /** Forms such as 1e3, which JSON allows for a whole number. */
    private static long exactInteger(String text, OtlpMessage.Field field) {
        try {
            BigDecimal value = new BigDecimal(text);
            if (Math.abs((long) value.precision() - value.scale()) <= 20) {
                return value.toBigIntegerExact().longValue();
            }
        } catch (ArithmeticException | NumberFormatException e) {
            // falls through to the one error below
        }
        throw new OtlpFormatException("json: " + field.name() + ": expected an integer, got '" + clip(text) + "'");
    }

    private static long enumValue(JsonParser in, OtlpMessage.Field field) throws IOException {
        if (in.currentToken() == JsonToken.VALUE_STRING) {
            int value = field.values().indexOf(in.getText());
            if (value >= 0) {
                return value;
            }
        }
        return integer(in, field);
    }

    private static double decimal(JsonParser in, OtlpMessage.Field field) throws IOException {
        if (in.currentToken().isNumeric()) {
            return in.getDoubleValue();
        }
        String text = text(in, field);
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new OtlpFormatException("json: " + field.name() + ": expected a number, got '" + clip(text) + "'");
        }
    }

    private static OtlpFormatException unexpected(JsonParser in, OtlpMessage.Field field, String expected) {
        return new OtlpFormatException("json: " + field.name() + ": expected " + expected + ", got " + describe(in)
                + " at byte " + in.currentTokenLocation().getByteOffset());
    }

    private static String describe(JsonParser in) {
        JsonToken token = in.currentToken();
        return token == null
                ? "nothing"
                : token.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
    }

    private static String clip(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "…";
    }
}
