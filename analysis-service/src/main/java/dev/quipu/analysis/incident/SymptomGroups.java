package dev.quipu.analysis.incident;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Which symptoms are of one incident: those that start together, of components that call one another. */
final class SymptomGroups {

    /** Starts within so long are together: minutes are compared, and what is slow shows late. */
    static final long TOGETHER_SECONDS = 120;

    private static final Comparator<Symptom> EARLIEST = Comparator.comparingLong(Symptom::sinceUnixSeconds)
            .thenComparing(Symptom::component)
            .thenComparing(Symptom::kind);

    private SymptomGroups() {}

    /** Each with the earliest symptom first. */
    static List<List<Symptom>> of(List<Symptom> symptoms, CallPaths paths) {
        List<List<Symptom>> groups = new ArrayList<>();
        symptoms.stream().sorted(EARLIEST).forEach(symptom -> {
            List<List<Symptom>> near = groups.stream()
                    .filter(group -> isNear(group, symptom, paths))
                    .toList();
            List<Symptom> group = new ArrayList<>();
            near.forEach(group::addAll);
            group.add(symptom);
            group.sort(EARLIEST);
            groups.removeAll(near);
            groups.add(group);
        });
        return groups;
    }

    private static boolean isNear(List<Symptom> group, Symptom symptom, CallPaths paths) {
        return symptom.sinceUnixSeconds() - group.get(0).sinceUnixSeconds() <= TOGETHER_SECONDS
                && group.stream().anyMatch(one -> paths.areConnected(one.component(), symptom.component()));
    }

    /** The one of whose component most others are called: what people notice. Logs speak where no span does. */
    static Symptom foremost(List<Symptom> group, CallPaths paths) {
        return group.stream()
                .max(Comparator.<Symptom, Boolean>comparing(symptom -> symptom.kind() != Symptom.Kind.LOGS)
                        .thenComparingLong(symptom -> group.stream()
                                .filter(other ->
                                        paths.reachableFrom(symptom.component()).contains(other.component()))
                                .count())
                        .thenComparingDouble(Symptom::evidence)
                        .thenComparing(Symptom::component, Comparator.reverseOrder()))
                .orElseThrow();
    }
}
