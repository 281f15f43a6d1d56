package dev.quipu.analysis.fate;

import dev.quipu.analysis.client.FateEvidence;
import dev.quipu.analysis.client.StorageFate;
import dev.quipu.model.TraceId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Decides what became of a trace from what storage and the collectors said. Stored beats all; then spooled; then what
 * storage says. A segment that a collector held when it was asked and that storage has by now counts as stored.
 */
final class FateDecision {

    private static final Set<String> NOT_TAKEN = Set.of("rejected", "sampled_out", "refused");

    private final StorageFate storage;
    private final List<CollectorSaid> said;
    private final List<String> stored;

    private FateDecision(StorageFate storage, List<CollectorSaid> said) {
        this.storage = storage;
        this.said = said;
        this.stored = pieces(FateEvidence.SEGMENT)
                .flatMap(piece -> piece.segmentId().stream())
                .toList();
    }

    /**
     * @param storage what it said after the collectors
     * @param said one of each collector that storage said holds something
     * @param watermark everything acknowledged before it is seen by the collectors or by storage
     */
    static FateAnswer of(TraceId traceId, StorageFate storage, List<CollectorSaid> said, Instant watermark) {
        return new FateDecision(storage, said).answer(traceId, watermark);
    }

    private FateAnswer answer(TraceId traceId, Instant watermark) {
        List<String> missing = missing();
        List<String> spooledAt = said.stream()
                .filter(this::stillHolds)
                .map(CollectorSaid::collector)
                .toList();
        return new FateAnswer(
                traceId.hex(),
                decide(!spooledAt.isEmpty(), missing.isEmpty()).label(),
                stored,
                spooledAt,
                reasons(),
                Stream.concat(storage.evidence().stream(), said.stream().map(CollectorSaid::evidence))
                        .toList(),
                missing,
                storage.checkedFrom(),
                watermark);
    }

    private Fate decide(boolean isSpooled, boolean isAllKnown) {
        Optional<Fate> word = Fate.ofLabel(storage.fate());
        if (word.isEmpty()) {
            return isSpooled ? Fate.SPOOLED : Fate.UNKNOWN;
        }
        Fate known = word.get();
        return switch (known) {
            case STORED, PARTLY_STORED -> isSpooled ? Fate.PARTLY_STORED : known;
            case SPOOLED, EXPIRED, ERASED, REJECTED, DUPLICATE -> isSpooled ? Fate.SPOOLED : known;
            case NEVER_OFFERED, UNKNOWN -> isSpooled ? Fate.SPOOLED : isAllKnown ? Fate.NEVER_OFFERED : Fate.UNKNOWN;
        };
    }

    private boolean stillHolds(CollectorSaid collector) {
        return collector.segments().stream().anyMatch(segment -> !stored.contains(segment.id()));
    }

    private List<String> reasons() {
        return storage.evidence().stream()
                .filter(piece -> NOT_TAKEN.contains(piece.kind()))
                .flatMap(piece -> piece.reason().stream())
                .distinct()
                .toList();
    }

    /**
     * Storage's sentences of what is missing, with those about collectors that were asked replaced by what is missing of
     * them, which is nothing when they are sure.
     *
     * <p>Storage's sentences name no kind. But they are made piece by piece: each piece of evidence that is a spool or the
     * quarantine gives exactly one sentence, in the order of the evidence and after those about the evidence as a whole.
     * So how many are left, which decides, follows from how many collectors are sure, and which they are, from the
     * order. Were there fewer sentences than such pieces, storage would word them another way: then all are kept.
     */
    private List<String> missing() {
        List<FateEvidence> causes = storage.evidence().stream()
                .filter(piece ->
                        piece.kind().equals(FateEvidence.SPOOL) || piece.kind().equals(FateEvidence.QUARANTINE))
                .toList();
        List<String> sentences = storage.missing();
        int general = sentences.size() - causes.size();
        if (general < 0) {
            return sentences;
        }
        Stream<String> ofCauses = IntStream.range(0, causes.size())
                .boxed()
                .flatMap(i -> missing(causes.get(i), sentences.get(general + i)).stream());
        return Stream.concat(sentences.subList(0, general).stream(), ofCauses).toList();
    }

    private Optional<String> missing(FateEvidence cause, String sentence) {
        Optional<CollectorSaid> collector = said.stream()
                .filter(one -> cause.kind().equals(FateEvidence.SPOOL))
                .filter(one -> cause.collector().equals(Optional.of(one.collector())))
                .findFirst();
        if (collector.isEmpty()) {
            return Optional.of(sentence);
        }
        return collector.filter(one -> !one.isFinal()).map(FateDecision::whyUnsure);
    }

    private static String whyUnsure(CollectorSaid one) {
        String problem =
                one.kind() == CollectorSaid.Kind.UNSURE ? "is not sure that it holds none" : "could not be asked";
        return "collector " + one.collector() + " " + problem
                + one.reason().map(reason -> ": " + reason).orElse("");
    }

    private Stream<FateEvidence> pieces(String kind) {
        return storage.evidence().stream().filter(piece -> piece.kind().equals(kind));
    }
}
