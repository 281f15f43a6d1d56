package dev.quipu.analysis.rates;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quipu.analysis.client.Ledger;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RateTest {

    private static final Map<String, Long> NONE = Map.of();

    @Test
    void isOneWhenThereWereNoRecords() {
        Ledger.Counts nothing = new Ledger.Counts(0, 0, 0, NONE, NONE, NONE, 0, 0, 0, NONE, List.of());
        assertThat(Rates.of(nothing)).extracting(Rate::value).containsExactly(1.0, 1.0, 1.0);
        assertThat(Rates.of(nothing))
                .allSatisfy(rate -> assertThat(rate.differences()).isEmpty());
    }

    @Test
    void namesWhatWasNotCollected() {
        Rate rate = Rate.collect(new Ledger.Counts(
                115,
                90,
                15,
                Map.of("too long", 2L, "no id", 3L),
                Map.of("1 in 10", 4L),
                Map.of("no room", 1L),
                90,
                0,
                0,
                NONE,
                List.of()));
        assertThat(rate.value()).isEqualTo(0.9);
        assertThat(rate.numerator()).isEqualTo(new Rate.Part("collected", 90));
        assertThat(rate.denominator()).isEqualTo(new Rate.Part("total", 100));
        assertThat(rate.evidence())
                .containsExactly(
                        new Rate.Evidence("measured", 100),
                        new Rate.Evidence("reported", 0),
                        new Rate.Evidence("inferred", 0));
        assertThat(rate.differences())
                .containsExactly(
                        new Rate.Difference("rejected", "no id", 3, "measured"),
                        new Rate.Difference("rejected", "too long", 2, "measured"),
                        new Rate.Difference("sampled_out", "1 in 10", 4, "measured"),
                        new Rate.Difference("refused", "no room", 1, "measured"));
    }

    @Test
    void saysWhatItCannotExplain() {
        Rate rate = Rate.collect(new Ledger.Counts(10, 8, 0, NONE, NONE, NONE, 8, 0, 0, NONE, List.of()));
        assertThat(rate.differences()).containsExactly(new Rate.Difference("unexplained", "", 2, "measured"));
    }

    @Test
    void namesWhatIsCollectedAndNotStored() {
        Rate rate = Rate.store(new Ledger.Counts(10, 10, 0, NONE, NONE, NONE, 8, 0, 0, NONE, List.of()));
        assertThat(rate.value()).isEqualTo(0.8);
        assertThat(rate.differences()).containsExactly(new Rate.Difference("spooled", "", 2, "measured"));
    }

    @Test
    void namesWhatIsNotAnalysed() {
        Rate rate = Rate.analyze(
                new Ledger.Counts(100, 100, 0, NONE, NONE, NONE, 100, 50, 30, Map.of("poison", 15L), List.of()));
        assertThat(rate.value()).isEqualTo(0.5);
        assertThat(rate.differences())
                .containsExactly(
                        new Rate.Difference("pending", "", 30, "measured"),
                        new Rate.Difference("failed", "poison", 15, "measured"),
                        new Rate.Difference("expired or erased before analysis", "", 5, "measured"));
    }
}
