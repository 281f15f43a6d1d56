package dev.quipu.analysis.client;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * What storage knows of what became of a trace.
 *
 * @param fate one of storage's words
 * @param missing what would have to be known besides to be sure that it was never offered, in sentences
 * @param checkedFrom since when the evidence is complete but for what is missing
 * @param watermark everything acknowledged before this was looked at
 */
@RegisterForReflection
public record StorageFate(
        String fate, List<FateEvidence> evidence, List<String> missing, Instant checkedFrom, Instant watermark) {

    public StorageFate {
        Objects.requireNonNull(fate, "fate");
        Objects.requireNonNull(checkedFrom, "checkedFrom");
        Objects.requireNonNull(watermark, "watermark");
        evidence = List.copyOf(evidence);
        missing = List.copyOf(missing);
    }

    /** What collectors hold of the tenant, in storage's order. */
    public List<FateEvidence> spools() {
        return evidence.stream()
                .filter(piece -> piece.kind().equals(FateEvidence.SPOOL))
                .toList();
    }
}
