package dev.quipu.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.sdk.common.CompletableResultCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProducerSequenceTest {

    private final ProducerSequence sequence = new ProducerSequence("checkout-7");
    private final List<Map<String, String>> handedOver = new ArrayList<>();

    private CompletableResultCode export(CompletableResultCode sent) {
        return sequence.export(1, () -> {
            handedOver.add(sequence.get());
            return sent;
        });
    }

    @Test
    void handsTheNextBatchOverWhenTheOneBeforeHasItsResult() {
        CompletableResultCode first = new CompletableResultCode();
        export(first);
        CompletableResultCode second = export(CompletableResultCode.ofSuccess());
        assertThat(handedOver).hasSize(1);

        first.fail();
        assertThat(handedOver)
                .extracting(headers -> headers.get(ProducerHeaders.SEQUENCE))
                .containsExactly("1", "2");
        assertThat(second.isSuccess()).isTrue();
    }

    @Test
    void givesTheHeadersOfTheBatchInFlightToEveryThreadThatAsks() throws Exception {
        CompletableResultCode sent = new CompletableResultCode();
        export(sent);
        Map<String, String> inFlight = sequence.get();
        assertThat(inFlight)
                .containsEntry(ProducerHeaders.PRODUCER, "checkout-7")
                .hasSize(4);
        List<Map<String, String>> seen = new ArrayList<>();
        Thread other = new Thread(() -> seen.add(sequence.get()));
        other.start();
        other.join();
        assertThat(seen).containsExactly(inFlight);
        sent.succeed();
        assertThat(sequence.get()).isEmpty();
    }

    @Test
    void aBatchThatFindsTooManyWaitingFailsAndLeavesAGap() {
        CompletableResultCode first = new CompletableResultCode();
        export(first);
        for (int i = 0; i < ProducerSequence.WAITING_LIMIT; i++) {
            export(CompletableResultCode.ofSuccess());
        }
        CompletableResultCode refused = export(CompletableResultCode.ofSuccess());
        assertThat(refused.isDone()).isTrue();
        assertThat(refused.isSuccess()).isFalse();

        first.succeed();
        export(CompletableResultCode.ofSuccess());
        int refusedNumber = ProducerSequence.WAITING_LIMIT + 2;
        assertThat(handedOver)
                .extracting(headers -> Integer.parseInt(headers.get(ProducerHeaders.SEQUENCE)))
                .doesNotContain(refusedNumber)
                .endsWith(refusedNumber - 1, refusedNumber + 1);
        assertThat(handedOver.get(handedOver.size() - 1))
                .containsEntry(ProducerHeaders.COUNT, Integer.toString(refusedNumber + 1));
    }

    @Test
    void anExporterThatThrowsFailsItsBatchAndHoldsUpNoOther() {
        IllegalStateException thrown = new IllegalStateException("broken");
        CompletableResultCode failed = sequence.export(1, () -> {
            throw thrown;
        });
        assertThat(failed.getFailureThrowable()).isSameAs(thrown);
        assertThat(export(CompletableResultCode.ofSuccess()).isSuccess()).isTrue();
    }

    @Test
    void flushIsDoneWhenTheBatchesBeforeItAre() {
        CompletableResultCode first = new CompletableResultCode();
        export(first);
        export(CompletableResultCode.ofSuccess());
        CompletableResultCode flushed = sequence.flush();
        assertThat(flushed.isDone()).isFalse();
        first.succeed();
        assertThat(flushed.isSuccess()).isTrue();
    }

    @Test
    void sequencesOfOneProducerHaveDifferentEpochs() {
        ProducerSequence other = new ProducerSequence("checkout-7");
        export(new CompletableResultCode());
        other.export(1, CompletableResultCode::new);
        assertThat(other.get().get(ProducerHeaders.EPOCH))
                .isNotEqualTo(sequence.get().get(ProducerHeaders.EPOCH));
    }

    @Test
    void anIdIsPrintableAscii() {
        for (String id : List.of("", "a b", "caf\u00e9", "a\nb", "x".repeat(129))) {
            assertThatThrownBy(() -> new ProducerSequence(id)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(new ProducerSequence("x".repeat(128)).get()).isEmpty();
    }
}
