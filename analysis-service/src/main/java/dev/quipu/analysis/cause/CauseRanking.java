package dev.quipu.analysis.cause;

import dev.quipu.analysis.cause.IndicatorKind.Family;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Ranks the components of a system by what in them stands out and cannot be explained by those that they call. The
 * same indicators give the same ranking.
 */
public final class CauseRanking {

    /** A deviation, and how strong it is once the callees have been heard. */
    record Finding(Deviation deviation, double strength) {}

    private static final Comparator<Finding> STRONGEST = Comparator.comparingDouble(Finding::strength)
            .reversed()
            .thenComparing(finding -> finding.deviation().indicator().kind())
            .thenComparing(finding -> finding.deviation().indicator().detail());

    private final CauseSettings settings;
    private final Deviations deviations;
    private final Explanations explanations;
    private final GapBlame gaps;
    private Optional<Symptom> symptom = Optional.empty();

    private CauseRanking(CallGraph graph, List<Indicator> indicators, CauseSettings settings) {
        this.settings = settings;
        this.deviations = Deviations.of(indicators);
        this.explanations = new Explanations(graph, deviations, settings);
        this.gaps = new GapBlame(deviations.ofKind(IndicatorKind.CALL_GAP), settings);
    }

    /** @return best first; none when nothing stands out */
    public static List<Cause> rank(CallGraph graph, List<Indicator> indicators, CauseSettings settings) {
        CauseRanking ranking = new CauseRanking(graph, indicators, settings);
        Set<String> everybody = ranking.deviations.components();
        return ranking.among(everybody, Set.of(Family.values()));
    }

    /**
     * The same for one symptom: of the components that the one with the symptom calls, and itself.
     *
     * @return none when the symptom itself does not stand out
     */
    public static List<Cause> rank(
            CallGraph graph, List<Indicator> indicators, Symptom symptom, CauseSettings settings) {
        CauseRanking ranking = new CauseRanking(graph, indicators, settings);
        boolean isSeen = ranking.deviations.of(symptom.component()).stream()
                .filter(one -> one.indicator().kind().family() == symptom.family())
                .anyMatch(one -> one.size() >= settings.leastSymptomSize());
        ranking.symptom = Optional.of(symptom);
        return isSeen ? ranking.among(graph.reachable(symptom.component()), symptom.causes()) : List.of();
    }

    private List<Cause> among(Set<String> components, Set<Family> families) {
        return new TreeSet<>(components)
                .stream()
                        .map(component -> cause(component, families))
                        .flatMap(Optional::stream)
                        .filter(cause -> cause.score() >= settings.leastScore())
                        .sorted(Comparator.comparingDouble(Cause::score)
                                .reversed()
                                .thenComparing(Cause::component))
                        .limit(settings.maxCauses())
                        .toList();
    }

    private Optional<Cause> cause(String component, Set<Family> families) {
        List<Finding> findings = findings(component, families);
        if (findings.isEmpty()) {
            return Optional.empty();
        }
        Indicator inner = inner(findings).deviation().indicator();
        double score = score(findings);
        return Optional.of(new Cause(
                component,
                score,
                Cause.Strength.of(score),
                new Cause.Inner(inner.kind(), inner.detail()),
                findings.stream()
                        .limit(settings.maxEvidence())
                        .map(Finding::deviation)
                        .toList()));
    }

    private List<Finding> findings(String component, Set<Family> families) {
        List<Finding> findings = new ArrayList<>();
        for (Deviation deviation : deviations.of(component)) {
            IndicatorKind kind = deviation.indicator().kind();
            if (families.contains(kind.family()) && kind != IndicatorKind.CALL_GAP) {
                double own = ownStrength(component, deviation);
                findings.add(new Finding(deviation, own > 0 ? own * materiality(component, kind) : 0));
            }
        }
        if (families.contains(Family.NETWORK)) {
            findings.addAll(gapFindings(component));
        }
        return findings.stream()
                .filter(finding -> finding.strength() > 0)
                .sorted(STRONGEST)
                .toList();
    }

    private double ownStrength(String component, Deviation deviation) {
        double strength = Math.min(settings.strength(deviation), settings.mostOf(deviation.indicator()));
        IndicatorKind kind = deviation.indicator().kind();
        return switch (kind.family()) {
            case RESOURCE -> Math.min(strength, harm(component) + settings.harmlessUse());
            case TIME, NETWORK, LOG, ERROR, LOAD -> strength * explained(strength, component, kind);
        };
    }

    private double explained(double strength, String component, IndicatorKind kind) {
        return strength > 0 ? explanations.ownShare(component, kind) : 0;
    }

    /** How slow or failing the component is: use that harms nobody is no cause. */
    private double harm(String component) {
        double most = gapFindings(component).stream()
                .mapToDouble(Finding::strength)
                .max()
                .orElse(0);
        for (Deviation deviation : deviations.of(component)) {
            Family family = deviation.indicator().kind().family();
            if (family == Family.TIME || family == Family.ERROR) {
                IndicatorKind kind = deviation.indicator().kind();
                double strength = Math.min(settings.strength(deviation), settings.mostOf(deviation.indicator()));
                most = strength > most ? Math.max(most, strength * materiality(component, kind)) : most;
            }
        }
        return most;
    }

    private List<Finding> gapFindings(String component) {
        List<Deviation> slow = gaps.of(component);
        long samples = slow.stream().mapToLong(gap -> gap.indicator().samples()).sum();
        double weight = slow.isEmpty() ? 0 : gaps.share(component) * materiality(component, IndicatorKind.CALL_GAP);
        return slow.stream()
                .map(gap -> new Finding(gap, Math.min(settings.strength(gap), settings.mostOf(samples)) * weight))
                .toList();
    }

    /** The strongest of the family that explains most: being slow is what comes of the others. */
    private Finding inner(List<Finding> findings) {
        double enough = findings.get(0).strength() * settings.innerShare();
        return findings.stream()
                .filter(finding -> finding.strength() >= enough)
                .min(Comparator.comparing(
                        finding -> finding.deviation().indicator().kind().family()))
                .orElseThrow();
    }

    /** Whether it is enough to make the symptom, or else to matter beside the most that anybody has; 0 to 1. */
    private double materiality(String component, IndicatorKind kind) {
        Family family = kind.family() == Family.NETWORK ? Family.TIME : kind.family();
        if (family != Family.TIME
                && (symptom.isEmpty() || family != symptom.get().family())) {
            return 1;
        }
        boolean isOfSymptom = symptom.isPresent() && symptom.get().family() == family;
        double whole =
                isOfSymptom ? explanations.excess(symptom.get().component(), family) : explanations.mostExcess(family);
        double found = explanations.excess(component, family);
        double wanted = settings.materialShare() * whole;
        return found >= wanted ? 1 : found / wanted;
    }

    /** The strongest family counts in full, the others in part. */
    private double score(List<Finding> findings) {
        Map<Family, Double> byFamily = new EnumMap<>(Family.class);
        findings.forEach(finding ->
                byFamily.merge(finding.deviation().indicator().kind().family(), finding.strength(), Math::max));
        double most = byFamily.values().stream().mapToDouble(one -> one).max().orElse(0);
        double sum = byFamily.values().stream().mapToDouble(one -> one).sum();
        return most + settings.secondHand() * (sum - most);
    }
}
