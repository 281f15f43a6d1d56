package dev.quipu.model.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.quipu.model.RandomSpans;
import dev.quipu.model.Signal;
import dev.quipu.model.Span;
import io.opentelemetry.proto.trace.v1.TracesData;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The hand-written wire form against the generated classes of opentelemetry-proto. */
class OtlpTracesTest {

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void writesWhatTheGeneratedClassesRead(long seed) throws InvalidProtocolBufferException {
        List<Span> spans = new RandomSpans(seed).spans(100);
        byte[] bytes = OtlpTraces.toProtobuf(spans);

        TracesData oracle = TracesData.parseFrom(bytes);

        assertThat(oracle.getUnknownFields().asMap()).isEmpty();
        assertThat(OtlpTraces.read(oracle.toByteArray(), oracle.getSerializedSize()))
                .containsExactlyInAnyOrderElementsOf(spans);
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13})
    void jsonFormLosesNothing(long seed) {
        List<Span> spans = new RandomSpans(seed).spans(100);

        byte[] json = OtlpTraces.toJson(spans);
        byte[] back = OtlpJson.requestToProtobuf(Signal.TRACES, json, json.length);

        assertThat(OtlpTraces.read(back, back.length)).containsExactlyInAnyOrderElementsOf(spans);
    }

    @Test
    void refusesEveryCut() {
        byte[] bytes = OtlpTraces.toProtobuf(new RandomSpans(3).spans(1));
        for (int length = 1; length < bytes.length; length++) {
            int cut = length;
            assertThatThrownBy(() -> OtlpTraces.read(Arrays.copyOf(bytes, cut), cut))
                    .isInstanceOf(OtlpFormatException.class);
        }
    }
}
