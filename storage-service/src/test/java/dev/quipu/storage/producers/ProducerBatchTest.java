package dev.quipu.storage.producers;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quipu.model.Signal;
import org.junit.jupiter.api.Test;

class ProducerBatchTest {

    private static ProducerBatch batch(String producer, long sequence, long count, long records) {
        return new ProducerBatch(producer, "1", Signal.TRACES, sequence, count, records);
    }

    @Test
    void theCountIncludesTheBatch() {
        batch("p", 0, 5, 5);
        assertThatThrownBy(() -> batch("p", 0, 4, 5)).hasMessageContaining("count: expected 5 or more, got 4");
    }

    @Test
    void takesNoNegativeNumbersAndNoBlankNames() {
        assertThatThrownBy(() -> batch("p", -1, 1, 1)).hasMessageContaining("sequence: expected 0 or more");
        assertThatThrownBy(() -> batch("p", Long.MAX_VALUE, 1, 1)).hasMessageContaining("sequence: expected");
        assertThatThrownBy(() -> batch(" ", 1, 1, 1)).hasMessageContaining("producer: expected 1 to 255 characters");
    }
}
