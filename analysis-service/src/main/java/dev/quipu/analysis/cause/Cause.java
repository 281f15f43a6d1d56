package dev.quipu.analysis.cause;

import java.util.List;

/**
 * A component that may have caused the incident.
 *
 * @param score 0 or more; grows by about one whenever the strongest deviation doubles
 * @param inner what in the component speaks loudest
 * @param evidence what nobody it calls explains, strongest first; at least one
 */
public record Cause(String component, double score, Strength strength, Inner inner, List<Deviation> evidence) {

    public Cause {
        evidence = List.copyOf(evidence);
        if (evidence.isEmpty()) {
            throw new IllegalArgumentException("evidence: expected one or more, got none");
        }
    }

    /** The score in a word. */
    public enum Strength {
        WEAK,
        MODERATE,
        STRONG;

        static Strength of(double score) {
            if (score < 1.5) {
                return WEAK;
            }
            return score < 3 ? MODERATE : STRONG;
        }
    }

    /** What it is about the component: the kind of the indicator, and what the indicator is of. */
    public record Inner(IndicatorKind kind, String detail) {}
}
