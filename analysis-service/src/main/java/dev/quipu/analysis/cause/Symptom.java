package dev.quipu.analysis.cause;

import dev.quipu.analysis.cause.IndicatorKind.Family;
import java.util.EnumSet;
import java.util.Set;

/** Where an incident was noticed, and by what: a component that became slow, or that fails. */
public record Symptom(String component, Family family) {

    public Symptom {
        if (family != Family.TIME && family != Family.ERROR) {
            throw new IllegalArgumentException("family: expected TIME or ERROR, got " + family);
        }
    }

    /** What can be the cause of such a symptom: what is slow does not fail for that, and the other way round. */
    Set<Family> causes() {
        Set<Family> causes = EnumSet.allOf(Family.class);
        causes.remove(Family.LOAD);
        causes.remove(family == Family.TIME ? Family.ERROR : Family.TIME);
        return causes;
    }
}
