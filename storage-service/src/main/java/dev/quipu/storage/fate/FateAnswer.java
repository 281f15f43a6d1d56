package dev.quipu.storage.fate;

import dev.quipu.model.TraceId;
import dev.quipu.model.segment.Outcome;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What became of a trace.
 *
 * @param missing what would have to be known besides, to be sure that it was never offered; in sentences
 * @param checkedFrom since when the evidence is complete but for what is missing
 * @param watermark everything acknowledged before this was looked at
 */
public record FateAnswer(
        TraceId traceId,
        Fate fate,
        List<Evidence> evidence,
        List<String> missing,
        Instant checkedFrom,
        Instant watermark) {

    private static final Set<Outcome> NOT_TAKEN = EnumSet.of(Outcome.REJECTED, Outcome.SAMPLED_OUT, Outcome.REFUSED);

    public FateAnswer {
        evidence = List.copyOf(evidence);
        missing = List.copyOf(missing);
    }

    static FateAnswer of(
            TraceId traceId, List<Evidence> evidence, List<String> missing, Instant checkedFrom, Instant watermark) {
        return new FateAnswer(traceId, decide(evidence, missing), evidence, missing, checkedFrom, watermark);
    }

    /** What is refused may have been taken when it came again, what is rejected or sampled out not. */
    private static Fate decide(List<Evidence> evidence, List<String> missing) {
        if (evidence.stream().anyMatch(one -> one.kind() == Evidence.Kind.STORED)) {
            boolean isPart = isNoted(evidence, EnumSet.of(Outcome.REJECTED, Outcome.SAMPLED_OUT));
            return isPart ? Fate.PARTLY_STORED : Fate.STORED;
        }
        if (isLetGo(evidence, Outcome.ERASED)) {
            return Fate.ERASED;
        }
        if (isLetGo(evidence, Outcome.EXPIRED)) {
            return Fate.EXPIRED;
        }
        if (isNoted(evidence, NOT_TAKEN)) {
            return Fate.REJECTED;
        }
        if (isNoted(evidence, EnumSet.of(Outcome.DUPLICATE))) {
            return Fate.DUPLICATE;
        }
        return missing.isEmpty() ? Fate.NEVER_OFFERED : Fate.UNKNOWN;
    }

    private static boolean isNoted(List<Evidence> evidence, Set<Outcome> outcomes) {
        return evidence.stream()
                .anyMatch(one -> one instanceof Evidence.Noted noted && outcomes.contains(noted.outcome()));
    }

    private static boolean isLetGo(List<Evidence> evidence, Outcome outcome) {
        return evidence.stream().anyMatch(one -> one instanceof Evidence.LetGo gone && gone.outcome() == outcome);
    }
}
