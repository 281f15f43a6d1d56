package dev.quipu.storage.fate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quipu.model.TraceId;
import dev.quipu.model.segment.Outcome;
import dev.quipu.model.segment.SegmentId;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FateAnswerTest {

    private static final Instant NOW = Instant.parse("2026-01-02T00:00:00Z");
    private static final SegmentId ID = new SegmentId(1, 2);
    private static final Evidence STORED = new Evidence.Stored(ID, 0, LocalDate.EPOCH, 7, NOW);
    private static final Evidence EXPIRED =
            new Evidence.LetGo(ID, Outcome.EXPIRED, "retention", LocalDate.EPOCH, 9, 1, 2, NOW, 0.01);
    private static final FateReader.Asked ASKED =
            new FateReader.Asked("default", new TraceId(1, 2), Optional.of(NOW.minusSeconds(60)), Optional.empty());

    private static Evidence noted(Outcome outcome) {
        return new Evidence.Noted(outcome, "why", 3, NOW);
    }

    private static Fate fate(List<String> missing, Evidence... evidence) {
        return FateAnswer.of(new TraceId(1, 2), List.of(evidence), missing, NOW, NOW)
                .fate();
    }

    @Test
    void whatIsHereIsStored() {
        assertThat(fate(List.of("something"), STORED, EXPIRED)).isEqualTo(Fate.STORED);
        assertThat(fate(List.of(), STORED, noted(Outcome.DUPLICATE))).isEqualTo(Fate.STORED);
        assertThat(fate(List.of(), STORED, noted(Outcome.REFUSED))).isEqualTo(Fate.STORED);
    }

    @Test
    void whatWasRejectedOrSampledOutOfItMakesItPartlyStored() {
        assertThat(fate(List.of(), STORED, noted(Outcome.REJECTED))).isEqualTo(Fate.PARTLY_STORED);
        assertThat(fate(List.of(), STORED, noted(Outcome.SAMPLED_OUT))).isEqualTo(Fate.PARTLY_STORED);
    }

    @Test
    void whatIsGoneIsExpiredBeforeItIsAnythingElse() {
        assertThat(fate(List.of(), EXPIRED, noted(Outcome.DUPLICATE))).isEqualTo(Fate.EXPIRED);
        assertThat(fate(List.of(), noted(Outcome.REFUSED))).isEqualTo(Fate.REJECTED);
        assertThat(fate(List.of(), noted(Outcome.DUPLICATE))).isEqualTo(Fate.DUPLICATE);
    }

    @Test
    void onlyCompleteEvidenceSaysThatItWasNeverOffered() {
        assertThat(fate(List.of())).isEqualTo(Fate.NEVER_OFFERED);
        assertThat(fate(List.of("something"))).isEqualTo(Fate.UNKNOWN);
    }

    @Test
    void namesWhatIsMissing() {
        assertThat(new Completeness(NOW.minusSeconds(120), 5, 5).missing(ASKED, List.of()))
                .isEmpty();
        assertThat(new Completeness(NOW, 5, 3)
                        .missing(
                                ASKED,
                                List.of(
                                        new Evidence.Spooled("c1", Optional.of("http://c1"), 8, NOW, NOW),
                                        new Evidence.Quarantined(4, NOW))))
                .satisfiesExactly(
                        one -> assertThat(one).contains("complete from 2026-01-02"),
                        one -> assertThat(one).startsWith("2 records"),
                        one -> assertThat(one).contains("c1", "8 records", "ask http://c1"),
                        one -> assertThat(one).contains("4 records are in quarantine"));
    }
}
