package dev.quipu.benchmarks.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PunctualityTest {

    private static final long INTERVAL = 10_000;

    @Test
    void lateIsWhatGoesBeyondTheEarliestPhase() {
        Punctuality found = Punctuality.of(List.of(List.of(5_030L, 15_000L, 25_400L)), INTERVAL);

        assertThat(found.fetches()).isEqualTo(3);
        assertThat(found.lateMillis().getMaxValue()).isEqualTo(400);
        assertThat(found.missed()).isZero();
        assertThat(found.doubled()).isZero();
    }

    @Test
    void slotsWithoutAndWithSeveralFetchesAreCounted() {
        Punctuality found = Punctuality.of(
                List.of(List.of(0L, 10_000L, 30_000L), List.of(1_000L, 11_000L, 11_500L, 21_000L), List.of()),
                INTERVAL);

        assertThat(found.missed()).isEqualTo(2);
        assertThat(found.doubled()).isEqualTo(1);
    }
}
