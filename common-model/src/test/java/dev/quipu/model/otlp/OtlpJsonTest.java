package dev.quipu.model.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quipu.model.AnyValue;
import dev.quipu.model.KeyValue;
import dev.quipu.model.Signal;
import dev.quipu.model.Span;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OtlpJsonTest {

    private static Span span(String fields) {
        String json = """
                {"resourceSpans":[{"scopeSpans":[{"spans":[{
                  "traceId":"5B8EFFF798038103D269B633813FC60C","spanId":"EEE19B7EC3C1B174",%s}]}]}]}
                """.formatted(fields);
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        byte[] protobuf = OtlpJson.requestToProtobuf(Signal.TRACES, bytes, bytes.length);
        List<Span> spans = OtlpTraces.read(protobuf, protobuf.length);
        return spans.get(0);
    }

    @Test
    void readsIdsAsHexOfEitherCase() {
        assertThat(span("\"name\":\"a\"").traceId().hex()).isEqualTo("5b8efff798038103d269b633813fc60c");
    }

    @ParameterizedTest
    @CsvSource({"\"1795000000000000001\"", "1795000000000000001"})
    void readsTimesAsStringsAndAsNumbers(String time) {
        assertThat(span("\"startTimeUnixNano\":" + time).startTimeUnixNano()).isEqualTo(1795000000000000001L);
    }

    @ParameterizedTest
    @CsvSource({"\"-5\", -5", "-5, -5", "1e3, 1000", "\"9223372036854775807\", 9223372036854775807"})
    void readsIntegersInEveryFormOfJson(String json, long value) {
        assertThat(span("\"attributes\":[{\"key\":\"k\",\"value\":{\"intValue\":" + json + "}}]")
                        .attributes())
                .containsExactly(KeyValue.of("k", value));
    }

    @ParameterizedTest
    @CsvSource({"2, 2", "\"SPAN_KIND_SERVER\", 2", "77, 77", "\"3\", 3"})
    void readsEnumsByNumberAndByName(String json, int kind) {
        assertThat(span("\"kind\":" + json).kind()).isEqualTo(kind);
    }

    @Test
    void ignoresUnknownFieldsAndNulls() {
        Span span = span("\"name\":\"a\",\"novelty\":{\"deep\":[1,{\"x\":null}]},\"attributes\":null,\"status\":null");

        assertThat(span.name()).isEqualTo("a");
        assertThat(span.attributes()).isEmpty();
    }

    @Test
    void readsBytesAsBase64() {
        assertThat(span("\"attributes\":[{\"key\":\"k\",\"value\":{\"bytesValue\":\"AQID\"}}]")
                        .attributes())
                .containsExactly(new KeyValue("k", new AnyValue.BytesValue(new byte[] {1, 2, 3})));
    }

    @Test
    void readsNamesInSnakeCaseToo() {
        assertThat(span("\"start_time_unix_nano\":\"7\"").startTimeUnixNano()).isEqualTo(7);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            [1]                                   | json: expected an object, got start array
            {"resourceSpans":{}}                  | json: resourceSpans: expected an array, got start object
            {"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"xyz"}]}]}]} | traceId: expected hex digits, got 'xyz'
            {"resourceSpans":[{"scopeSpans":[{"spans":[{"name":5}]}]}]}        | name: expected a string
            {"resourceSpans":[{"scopeSpans":[{"spans":[{"kind":"x"}]}]}]}      | kind: expected an integer, got 'x'
            {"resourceSpans":[                    | json:
            {} {}                                 | json: expected the end after the object
            """)
    void saysWhatItExpected(String json, String message) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> OtlpJson.requestToProtobuf(Signal.TRACES, bytes, bytes.length))
                .isInstanceOf(OtlpFormatException.class)
                .hasMessageContaining(message);
    }

    @Test
    void refusesWhatWouldExhaustTheStack() {
        byte[] bytes = ("{\"resourceSpans\":" + "[".repeat(100_000)).getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> OtlpJson.requestToProtobuf(Signal.TRACES, bytes, bytes.length))
                .isInstanceOf(OtlpFormatException.class);
    }
}
