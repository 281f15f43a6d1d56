package dev.quipu.analysis.rates;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quipu.analysis.LedgerCounts;
import dev.quipu.analysis.client.Ledger;
import org.junit.jupiter.api.Test;

class RateTest {

    @Test
    void isOneWhenThereWereNoRecords() {
        Ledger.Counts nothing = new LedgerCounts().build();
        assertThat(Rates.of(nothing)).extracting(Rate::value).containsExactly(1.0, 1.0, 1.0);
        assertThat(Rates.of(nothing))
                .allSatisfy(rate -> assertThat(rate.differences()).isEmpty());
    }

    @Test
    void isOneAtRest() {
        Ledger.Counts rest = new LedgerCounts().analysed(100).duplicate(7).build();
        assertThat(Rates.of(rest)).extracting(Rate::value).containsExactly(1.0, 1.0, 1.0);
        assertThat(Rates.of(rest))
                .allSatisfy(rate -> assertThat(rate.differences()).isEmpty());
    }

    @Test
    void namesWhatWasNotCollected() {
        Rate rate = Rate.collect(new LedgerCounts()
                .analysed(90)
                .duplicate(15)
                .rejected("too long", 2)
                .rejected("no id", 3)
                .sampledOut("1 in 10", 4)
                .refused("no room", 1)
                .build());
        assertThat(rate.value()).isEqualTo(0.9);
        assertThat(rate.numerator()).isEqualTo(new Rate.Part("collected", 90));
        assertThat(rate.denominator()).isEqualTo(new Rate.Part("total", 100));
        assertThat(rate.evidence())
                .containsExactly(
                        new Rate.Evidence("offered", 100),
                        new Rate.Evidence("measured", 0),
                        new Rate.Evidence("reported", 0),
                        new Rate.Evidence("inferred", 0));
        assertThat(rate.differences())
                .containsExactly(
                        new Rate.Difference("rejected", "no id", 3, "offered"),
                        new Rate.Difference("rejected", "too long", 2, "offered"),
                        new Rate.Difference("sampled_out", "1 in 10", 4, "offered"),
                        new Rate.Difference("refused", "no room", 1, "offered"));
    }

    @Test
    void countsWhatIsMissingByItsEvidence() {
        Rate rate = Rate.collect(new LedgerCounts()
                .analysed(80)
                .duplicate(5)
                .measured(10)
                .reported("queue_full", 6)
                .reported("timeout", 1)
                .inferred(3)
                .build());
        assertThat(rate.value()).isEqualTo(0.8);
        assertThat(rate.denominator()).isEqualTo(new Rate.Part("total", 100));
        assertThat(rate.evidence())
                .containsExactly(
                        new Rate.Evidence("offered", 80),
                        new Rate.Evidence("measured", 10),
                        new Rate.Evidence("reported", 7),
                        new Rate.Evidence("inferred", 3));
        assertThat(rate.differences())
                .containsExactly(
                        new Rate.Difference("missing_measured", "", 10, "measured"),
                        new Rate.Difference("missing_reported", "queue_full", 6, "reported"),
                        new Rate.Difference("missing_reported", "timeout", 1, "reported"),
                        new Rate.Difference("missing_inferred", "", 3, "inferred"));
    }

    @Test
    void saysWhatItCannotExplain() {
        Rate rate = Rate.collect(new LedgerCounts().analysed(8).lostOffered(2).build());
        assertThat(rate.differences()).containsExactly(new Rate.Difference("unexplained", "", 2, "offered"));
    }

    @Test
    void saysThatMoreIsAccountedForThanThereWas() {
        Rate rate = Rate.collect(new LedgerCounts().analysed(8).lostOffered(-2).build());
        assertThat(rate.value()).isGreaterThan(1);
        assertThat(rate.differences()).containsExactly(new Rate.Difference("unexplained", "", -2, "offered"));
    }

    @Test
    void namesWhatIsCollectedAndNotStored() {
        Rate rate = Rate.store(new LedgerCounts()
                .analysed(8)
                .spooled("collector-0", 1)
                .quarantined("column name", 1)
                .build());
        assertThat(rate.value()).isEqualTo(0.8);
        assertThat(rate.differences())
                .containsExactly(
                        new Rate.Difference("spooled", "collector-0", 1, "offered"),
                        new Rate.Difference("quarantined", "column name", 1, "offered"));
    }

    @Test
    void namesWhatIsNotAnalysed() {
        Rate rate = Rate.analyze(new LedgerCounts()
                .analysed(50)
                .pending(30)
                .failed("poison", 15)
                .expiredBeforeAnalysis(3)
                .erased(2)
                .build());
        assertThat(rate.value()).isEqualTo(0.5);
        assertThat(rate.differences())
                .containsExactly(
                        new Rate.Difference("pending", "", 30, "offered"),
                        new Rate.Difference("failed", "poison", 15, "offered"),
                        new Rate.Difference("expired_before_analysis", "", 3, "offered"),
                        new Rate.Difference("erased", "", 2, "offered"));
    }

    @Test
    void doesNotTakeAnEquationThatIsOutForExpiry() {
        Rate rate = Rate.analyze(new LedgerCounts()
                .analysed(50)
                .expiredBeforeAnalysis(3)
                .lostStored(4)
                .build());
        assertThat(rate.differences())
                .containsExactly(
                        new Rate.Difference("expired_before_analysis", "", 3, "offered"),
                        new Rate.Difference("unexplained", "", 4, "offered"));
    }
}
