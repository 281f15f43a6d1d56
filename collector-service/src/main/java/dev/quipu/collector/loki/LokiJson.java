package dev.quipu.collector.loki;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import dev.quipu.collector.intake.Converted;
import dev.quipu.model.KeyValue;
import dev.quipu.model.otlp.OtlpFormatException;
import dev.quipu.model.otlp.ProtoWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The JSON form of a push: <code>{"streams": [{"stream": {label: value}, "values": [[time, line, {metadata}]]}]}</code>,
 * time in nanoseconds as text. Read as it comes; only values that stand before their labels are kept back.
 */
final class LokiJson {

    private static final JsonFactory JSON = new JsonFactory().setCodec(new ObjectMapper());

    private final JsonParser in;
    private final ProtoWriter out;

    private LokiJson(JsonParser in, ProtoWriter out) {
        this.in = in;
        this.out = out;
    }

    static Converted convert(byte[] body, int length) {
        ProtoWriter out = new ProtoWriter(length + length / 4);
        try (JsonParser in = JSON.createParser(body, 0, length)) {
            new LokiJson(in, out).push();
        } catch (JsonProcessingException e) {
            throw new OtlpFormatException("loki: expected JSON, got: " + e.getOriginalMessage());
        } catch (IOException e) { // bytes that are not in the encoding that they begin in
            throw new OtlpFormatException("loki: expected UTF-8, got: " + e.getMessage());
        }
        return Converted.whole(out.toBytes());
    }

    private void push() throws IOException {
        expect(in.nextToken(), JsonToken.START_OBJECT, "body");
        boolean streams = false;
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            boolean wanted = in.currentName().equals("streams");
            JsonToken value = in.nextToken();
            if (wanted) {
                streams = true;
                expect(value, JsonToken.START_ARRAY, "streams");
                while (in.nextToken() != JsonToken.END_ARRAY) {
                    expect(in.currentToken(), JsonToken.START_OBJECT, "streams");
                    stream();
                }
            } else {
                in.skipChildren();
            }
        }
        expect(in.currentToken(), JsonToken.END_OBJECT, "body");
        if (!streams) {
            throw new OtlpFormatException("loki: expected streams, got none");
        }
        if (in.nextToken() != null) {
            throw new OtlpFormatException("loki: expected the end of the body, got more");
        }
    }

    private void stream() throws IOException {
        @Nullable List<KeyValue> labels = null;
        List<TokenBuffer> early = new ArrayList<>();
        @Nullable LokiStream stream = null;
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String field = in.currentName();
            in.nextToken();
            if (field.equals("stream")) {
                labels = textMap(in, "stream");
                stream = stream == null ? LokiStream.begin(out, labels) : stream;
            } else if (field.equals("values") && stream != null) {
                values(in, stream);
            } else if (field.equals("values")) {
                TokenBuffer kept = new TokenBuffer(in);
                kept.copyCurrentStructure(in);
                early.add(kept);
            } else {
                in.skipChildren();
            }
        }
        stream = stream == null ? LokiStream.begin(out, List.of()) : stream;
        for (TokenBuffer kept : early) {
            try (JsonParser again = kept.asParserOnFirstToken()) {
                values(again, stream);
            }
        }
        stream.end();
    }

    private static void values(JsonParser in, LokiStream stream) throws IOException {
        expect(in.currentToken(), JsonToken.START_ARRAY, "values");
        while (in.nextToken() != JsonToken.END_ARRAY) {
            expect(in.currentToken(), JsonToken.START_ARRAY, "values");
            in.nextToken();
            long time = time(in);
            expect(in.nextToken(), JsonToken.VALUE_STRING, "line");
            byte[] line = in.getText().getBytes(StandardCharsets.UTF_8);
            List<KeyValue> metadata = List.of();
            if (in.nextToken() != JsonToken.END_ARRAY) {
                metadata = textMap(in, "structured metadata");
                expect(in.nextToken(), JsonToken.END_ARRAY, "values");
            }
            stream.entry(time, line, 0, line.length, metadata);
        }
    }

    private static long time(JsonParser in) throws IOException {
        if (in.currentToken() == JsonToken.VALUE_STRING || in.currentToken() == JsonToken.VALUE_NUMBER_INT) {
            try {
                long time = Long.parseLong(in.getText());
                if (time >= 0) {
                    return time;
                }
            } catch (NumberFormatException e) {
                // told below
            }
        }
        throw new OtlpFormatException(
                "time: expected nanoseconds since 1970 as text, got '" + shortened(in.getText()) + "'");
    }

    private static List<KeyValue> textMap(JsonParser in, String where) throws IOException {
        expect(in.currentToken(), JsonToken.START_OBJECT, where);
        List<KeyValue> entries = new ArrayList<>();
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String key = in.currentName();
            expect(in.nextToken(), JsonToken.VALUE_STRING, where + " " + shortened(key));
            entries.add(KeyValue.of(key, in.getText()));
        }
        return entries;
    }

    private static void expect(@Nullable JsonToken got, JsonToken wanted, String where) {
        if (got != wanted) {
            throw new OtlpFormatException("loki: " + where + ": expected " + name(wanted) + ", got " + name(got));
        }
    }

    private static String name(@Nullable JsonToken token) {
        return token == null
                ? "the end"
                : switch (token) {
                    case START_OBJECT -> "an object";
                    case END_OBJECT -> "the end of an object";
                    case START_ARRAY -> "an array";
                    case END_ARRAY -> "the end of an array";
                    case VALUE_STRING -> "text";
                    case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
                    case VALUE_TRUE, VALUE_FALSE -> "a truth value";
                    case VALUE_NULL -> "null";
                    case FIELD_NAME, NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT -> "something else";
                };
    }

    private static String shortened(String text) {
        return text.length() <= 100 ? text : text.substring(0, 100) + "…";
    }
}
