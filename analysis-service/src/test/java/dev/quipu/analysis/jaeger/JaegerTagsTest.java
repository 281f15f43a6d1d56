package dev.quipu.analysis.jaeger;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.quipu.model.AnyValue;
import dev.quipu.model.KeyValue;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class JaegerTagsTest {

    private static final long MAX_SAFE = 9_007_199_254_740_991L;

    static Stream<Arguments> values() {
        return Stream.of(
                Arguments.of(AnyValue.of("text"), "string", "text"),
                Arguments.of(AnyValue.of(""), "string", ""),
                Arguments.of(AnyValue.EMPTY, "string", ""),
                Arguments.of(AnyValue.of(true), "bool", true),
                Arguments.of(AnyValue.of(-1L), "int64", -1L),
                Arguments.of(AnyValue.of(MAX_SAFE), "int64", MAX_SAFE),
                Arguments.of(AnyValue.of(MAX_SAFE + 1), "int64", "9007199254740992"),
                Arguments.of(AnyValue.of(Long.MIN_VALUE), "int64", "-9223372036854775808"),
                Arguments.of(AnyValue.of(0.5), "float64", 0.5),
                Arguments.of(AnyValue.of(-0.0), "float64", -0.0),
                Arguments.of(AnyValue.of(Double.NaN), "float64", "NaN"),
                Arguments.of(AnyValue.of(Double.NEGATIVE_INFINITY), "float64", "-Infinity"),
                Arguments.of(new AnyValue.BytesValue(new byte[] {(byte) 0xff, 0}), "binary", "/wA="),
                Arguments.of(new AnyValue.BytesValue(new byte[0]), "binary", ""),
                Arguments.of(new AnyValue.ArrayValue(List.of()), "string", "[]"),
                Arguments.of(new AnyValue.MapValue(List.of()), "string", "{}"),
                Arguments.of(
                        new AnyValue.ArrayValue(List.of(
                                AnyValue.of("a\"\\\u0000"),
                                AnyValue.of(Long.MAX_VALUE),
                                AnyValue.of(Double.NaN),
                                AnyValue.EMPTY,
                                AnyValue.of(false),
                                new AnyValue.BytesValue(new byte[] {1}))),
                        "string",
                        "[\"a\\\"\\\\\\u0000\",9223372036854775807,\"NaN\",null,false,\"AQ==\"]"),
                Arguments.of(
                        new AnyValue.MapValue(List.of(
                                KeyValue.of("k", 1),
                                KeyValue.of("k", 2),
                                new KeyValue("m", new AnyValue.MapValue(List.of(KeyValue.of("", 0.5)))))),
                        "string",
                        "{\"k\":1,\"k\":2,\"m\":{\"\":0.5}}"));
    }

    @ParameterizedTest
    @MethodSource("values")
    void writesEveryKindOfValue(AnyValue value, String type, Object expected) {
        assertThat(JaegerTags.of("key", value)).isEqualTo(new JaegerTag("key", type, expected));
    }

    @Test
    void writesAValueNestedAThousandDeep() {
        AnyValue value = AnyValue.of("inside");
        for (int depth = 0; depth < 1_000; depth++) {
            value = new AnyValue.ArrayValue(List.of(new AnyValue.MapValue(List.of(new KeyValue("k", value)))));
        }
        String json = String.valueOf(JaegerTags.of("key", value).value());
        assertThat(json).startsWith("[{\"k\":[{").endsWith("}]}]").contains("\"inside\"");
    }

    @Test
    void writesTagsThatJsonCanCarry() throws Exception {
        String hostile = "<script>\u202e\ud83d\ude00\u0000\u0007\ufffd";
        String json = new ObjectMapper().writeValueAsString(JaegerTag.of(hostile, hostile));
        assertThat(new ObjectMapper().readTree(json).path("value").asText()).isEqualTo(hostile);
    }
}
