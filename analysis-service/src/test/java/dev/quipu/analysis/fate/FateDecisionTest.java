package dev.quipu.analysis.fate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quipu.analysis.client.FateEvidence;
import dev.quipu.analysis.client.StorageFate;
import dev.quipu.model.TraceId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FateDecisionTest {

    private static final TraceId TRACE = TraceId.parse("0af7651916cd43dd8448eb211c80319c");
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final FateEvidence STORED = piece("segment", Optional.of("s-1"), Optional.empty());
    private static final FateEvidence QUARANTINE = piece("quarantine", Optional.empty(), Optional.empty());
    private static final String GENERAL = "3 records are counted without their traces";

    private static FateEvidence piece(String kind, Optional<String> segment, Optional<String> collector) {
        return new FateEvidence(
                kind,
                segment,
                Optional.empty(),
                Optional.empty(),
                Optional.of(7L),
                kind.equals("rejected") || kind.equals("refused") ? Optional.of("no id") : Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(NOW.toString()),
                Optional.empty(),
                Optional.empty(),
                collector,
                collector.map(name -> "http://" + name + ":4318"),
                Optional.empty(),
                Optional.empty());
    }

    private static FateEvidence spool(String collector) {
        return piece("spool", Optional.empty(), Optional.of(collector));
    }

    private static StorageFate storage(String fate, List<FateEvidence> evidence, String... missing) {
        return new StorageFate(fate, evidence, List.of(missing), NOW, NOW);
    }

    private static CollectorSaid said(CollectorSaid.Kind kind, String collector, String... segments) {
        boolean isFinal = kind == CollectorSaid.Kind.SPOOLED || kind == CollectorSaid.Kind.NOT_SPOOLED;
        return new CollectorSaid(
                kind,
                collector,
                Optional.of("http://" + collector + ":4318"),
                isFinal ? Optional.empty() : Optional.of("it cannot be reached"),
                List.of(segments).stream()
                        .map(id -> new FateEvidence.SpooledSegment(id, 2, NOW.toString()))
                        .toList(),
                NOW);
    }

    private static CollectorSaid holds(String collector, String... segments) {
        return said(CollectorSaid.Kind.SPOOLED, collector, segments);
    }

    private static CollectorSaid denies(String collector) {
        return said(CollectorSaid.Kind.NOT_SPOOLED, collector);
    }

    private static FateAnswer decide(StorageFate storage, CollectorSaid... said) {
        return FateDecision.of(TRACE, storage, List.of(said), NOW.minusSeconds(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"stored", "partly_stored", "expired", "erased", "rejected", "duplicate", "never_offered"})
    void saysWhatStorageSaysWhenNoCollectorHoldsAnything(String fate) {
        FateAnswer answer = decide(storage(fate, List.of()));
        assertThat(answer.fate()).isEqualTo(fate);
        assertThat(answer.traceId()).isEqualTo(TRACE.hex());
        assertThat(answer.missing()).isEmpty();
        assertThat(answer.watermark()).isEqualTo(NOW.minusSeconds(1));
    }

    @Test
    void namesTheSegmentsOfWhatIsStored() {
        FateAnswer answer = decide(storage("stored", List.of(STORED)));
        assertThat(answer.segments()).containsExactly("s-1");
        assertThat(answer.evidence()).containsExactly(STORED);
    }

    @Test
    void namesTheReasonsOfWhatIsRejected() {
        FateEvidence rejected = piece("rejected", Optional.empty(), Optional.empty());
        FateEvidence refused = piece("refused", Optional.empty(), Optional.empty());
        assertThat(decide(storage("rejected", List.of(rejected, refused))).reasons())
                .containsExactly("no id");
    }

    @Test
    void isPartlyStoredWhenACollectorHoldsMoreOfIt() {
        FateAnswer answer =
                decide(storage("stored", List.of(STORED, spool("c-0")), "c-0 holds 7 records"), holds("c-0", "s-2"));
        assertThat(answer.fate()).isEqualTo("partly_stored");
        assertThat(answer.collectors()).containsExactly("c-0");
        assertThat(answer.evidence().get(2).said()).contains("spooled");
        assertThat(answer.evidence().get(2).records()).contains(2L);
    }

    @Test
    void staysStoredWhenCollectorsHoldNoneOfIt() {
        FateAnswer answer =
                decide(storage("stored", List.of(STORED, spool("c-0")), "c-0 holds 7 records"), denies("c-0"));
        assertThat(answer.fate()).isEqualTo("stored");
        assertThat(answer.collectors()).isEmpty();
    }

    @Test
    void isStoredWhenTheSegmentWasStoredSinceTheCollectorWasAsked() {
        FateAnswer answer =
                decide(storage("stored", List.of(STORED, spool("c-0")), "c-0 holds 7 records"), holds("c-0", "s-1"));
        assertThat(answer.fate()).isEqualTo("stored");
        assertThat(answer.collectors()).isEmpty();
        assertThat(answer.evidence().get(2).said()).contains("spooled");
    }

    @Test
    void isPartlyStoredWhenOnlySomeOfItsSegmentsWereStoredSince() {
        FateAnswer answer = decide(
                storage("stored", List.of(STORED, spool("c-0")), "c-0 holds 7 records"), holds("c-0", "s-1", "s-2"));
        assertThat(answer.fate()).isEqualTo("partly_stored");
    }

    @Test
    void isStoredWhenStorageFoundItAfterTheCollectorDenied() {
        assertThat(decide(storage("stored", List.of(STORED)), denies("c-0")).fate())
                .isEqualTo("stored");
    }

    @ParameterizedTest
    @ValueSource(strings = {"unknown", "never_offered", "expired", "erased", "rejected", "duplicate"})
    void isSpooledWhenACollectorHoldsItAndStorageDoesNot(String fate) {
        FateAnswer answer = decide(
                storage(fate, List.of(spool("c-0"), spool("c-1")), "c-0 holds 7 records", "c-1 holds 7 records"),
                denies("c-0"),
                holds("c-1", "s-2"));
        assertThat(answer.fate()).isEqualTo("spooled");
        assertThat(answer.collectors()).containsExactly("c-1");
        assertThat(answer.missing()).isEmpty();
    }

    @Test
    void wasNeverOfferedWhenEveryCollectorDenies() {
        FateAnswer answer = decide(
                storage("unknown", List.of(spool("c-0"), spool("c-1")), "c-0 holds 7 records", "c-1 holds 7 records"),
                denies("c-0"),
                denies("c-1"));
        assertThat(answer.fate()).isEqualTo("never_offered");
        assertThat(answer.missing()).isEmpty();
        assertThat(answer.evidence())
                .extracting(FateEvidence::kind)
                .containsExactly("spool", "spool", "collector", "collector");
    }

    @Test
    void isUnknownWhenACollectorCouldNotBeAsked() {
        FateAnswer answer = decide(
                storage("unknown", List.of(spool("c-0"), spool("c-1")), "c-0 holds 7 records", "c-1 holds 7 records"),
                denies("c-0"),
                said(CollectorSaid.Kind.NOT_ASKED, "c-1"));
        assertThat(answer.fate()).isEqualTo("unknown");
        assertThat(answer.missing()).containsExactly("collector c-1 could not be asked: it cannot be reached");
        assertThat(answer.evidence().get(3).said()).contains("not_asked");
        assertThat(answer.evidence().get(3).reason()).contains("it cannot be reached");
        assertThat(answer.evidence().get(3).records()).isEmpty();
    }

    @Test
    void isUnknownWhenACollectorIsNotSure() {
        FateAnswer answer = decide(
                storage("unknown", List.of(spool("c-0")), "c-0 holds 7 records"),
                said(CollectorSaid.Kind.UNSURE, "c-0"));
        assertThat(answer.fate()).isEqualTo("unknown");
        assertThat(answer.missing())
                .containsExactly("collector c-0 is not sure that it holds none: it cannot be reached");
    }

    @Test
    void isUnknownWhenSomethingElseIsMissing() {
        FateAnswer answer = decide(
                storage(
                        "unknown",
                        List.of(spool("c-0"), QUARANTINE),
                        GENERAL,
                        "c-0 holds 7 records",
                        "7 records are in quarantine"),
                denies("c-0"));
        assertThat(answer.fate()).isEqualTo("unknown");
        assertThat(answer.missing()).containsExactly(GENERAL, "7 records are in quarantine");
    }

    @Test
    void isUnknownWhenACollectorIsKnownOnlySinceTheOthersWereAsked() {
        FateAnswer answer = decide(
                storage("unknown", List.of(spool("c-0"), spool("c-1")), "c-0 holds 7 records", "c-1 holds 7 records"),
                denies("c-0"));
        assertThat(answer.fate()).isEqualTo("unknown");
        assertThat(answer.missing()).containsExactly("c-1 holds 7 records");
    }

    @Test
    void wasNeverOfferedWhenTheOneThatCouldNotBeAskedHoldsNothingAnyMore() {
        assertThat(decide(storage("never_offered", List.of()), said(CollectorSaid.Kind.NOT_ASKED, "c-0"))
                        .fate())
                .isEqualTo("never_offered");
    }

    @Test
    void keepsAllSentencesWhenStorageWordsThemAnotherWay() {
        FateAnswer answer = decide(
                storage("unknown", List.of(spool("c-0"), spool("c-1")), "two collectors hold 14 records"),
                denies("c-0"),
                denies("c-1"));
        assertThat(answer.fate()).isEqualTo("unknown");
        assertThat(answer.missing()).containsExactly("two collectors hold 14 records");
    }

    @Test
    void isUnknownWhenStorageUsesAWordThatIsNotKnown() {
        assertThat(decide(storage("teleported", List.of())).fate()).isEqualTo("unknown");
    }
}
