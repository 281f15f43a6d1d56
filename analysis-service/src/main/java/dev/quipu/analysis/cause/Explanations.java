package dev.quipu.analysis.cause;

import dev.quipu.analysis.cause.IndicatorKind.Family;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * How much of a component's excess those that it calls explain: faults travel from callee to caller. Where a callee
 * reports nothing of the kind, its own callees are asked.
 */
final class Explanations {

    private final CallGraph graph;
    private final Deviations deviations;
    private final CauseSettings settings;

    Explanations(CallGraph graph, Deviations deviations, CauseSettings settings) {
        this.graph = graph;
        this.deviations = deviations;
        this.settings = settings;
    }

    /** What is left of a deviation of a kind once the callees have been heard, 0 to 1. */
    double ownShare(String component, IndicatorKind kind) {
        return switch (kind) {
            case DURATION, DURATION_TAIL -> ownShareOfExcess(component, IndicatorKind.DURATION);
            case ERRORS, AVAILABILITY -> ownShareOfExcess(component, kind);
            case LOG_TEMPLATE, LOG_SHARE -> ownShareOfStrength(component, Family.LOG);
            case SELF_TIME -> ownShareBesideGaps(component);
            case CALL_GAP, UTILISATION -> 1;
            case REQUEST_RATE -> 0;
        };
    }

    /** Time and errors add up: what callees have too much of is missing or failing at the caller. */
    private double ownShareOfExcess(String component, IndicatorKind kind) {
        double own = excess(component, kind);
        double ofCallees = 0;
        for (String callee : observedCallees(component, kind.family())) {
            ofCallees += strength(callee, kind.family()) > 0 ? excess(callee, kind) : 0;
        }
        if (kind.family() == Family.TIME) {
            for (String callee : graph.callees(component)) {
                ofCallees += gaps(callee, component).stream()
                        .mapToDouble(Deviation::excess)
                        .sum();
            }
        }
        double ofDouble = graph.callees(component).isEmpty() ? excessOfDouble(component, kind) : 0;
        return own <= 0 ? (ofCallees > 0 ? 0 : 1) : Math.max(0, 1 - Math.max(ofCallees, ofDouble) / own);
    }

    /**
     * A component that calls nobody may be no more than the address at which its callers see another one of those that
     * they call, one that reports for itself.
     */
    private double excessOfDouble(String component, IndicatorKind kind) {
        double most = 0;
        for (String caller : graph.callers(component)) {
            for (String sibling : graph.callees(caller)) {
                boolean isTold = !graph.callees(sibling).isEmpty() && strength(sibling, kind.family()) > 0;
                most = Math.max(most, isTold ? excess(sibling, kind) : 0);
            }
        }
        return most;
    }

    private double ownShareOfStrength(String component, Family family) {
        double own = strength(component, family);
        double ofCallees = 0;
        for (String callee : observedCallees(component, family)) {
            ofCallees = Math.max(ofCallees, strength(callee, family));
        }
        return own <= 0 ? 0 : 1 - settings.explainedLogs() * Math.min(1, ofCallees / own);
    }

    /** Time or errors in excess. */
    double excess(String component, Family family) {
        return family == Family.TIME
                ? excess(component, IndicatorKind.DURATION) + excess(component, IndicatorKind.CALL_GAP)
                : excess(component, IndicatorKind.ERRORS) + excess(component, IndicatorKind.AVAILABILITY);
    }

    /** The most that any component has. */
    double mostExcess(Family family) {
        return deviations.components().stream()
                .mapToDouble(component -> excess(component, family))
                .max()
                .orElse(0);
    }

    /** Of callers that wait for the network some waiting is in no client's span: for a connection, or between tries. */
    private double ownShareBesideGaps(String component) {
        double own = strength(component, Family.TIME);
        double ofGaps = 0;
        for (String callee : graph.callees(component)) {
            for (Deviation gap : gaps(callee, component)) {
                ofGaps = Math.max(ofGaps, settings.strength(gap));
            }
        }
        return own <= 0 ? 0 : Math.max(0, 1 - ofGaps / own);
    }

    private List<Deviation> gaps(String callee, String caller) {
        return deviations.of(callee).stream()
                .filter(one -> one.indicator().kind() == IndicatorKind.CALL_GAP
                        && one.indicator().detail().equals(caller))
                .toList();
    }

    private double excess(String component, IndicatorKind kind) {
        double sum = 0;
        for (Deviation deviation : deviations.of(component)) {
            sum += deviation.indicator().kind() == kind ? deviation.excess() : 0;
        }
        return sum;
    }

    private double strength(String component, Family family) {
        double most = 0;
        for (Deviation deviation : deviations.of(component)) {
            if (deviation.indicator().kind().family() == family) {
                most = Math.max(most, settings.strength(deviation));
            }
        }
        return most;
    }

    private List<String> observedCallees(String component, Family family) {
        List<String> observed = new ArrayList<>();
        Set<String> seen = new HashSet<>(Set.of(component));
        Deque<String> open = new ArrayDeque<>(graph.callees(component));
        while (!open.isEmpty()) {
            String callee = open.remove();
            if (seen.add(callee)) {
                if (deviations.of(callee).stream()
                        .anyMatch(one -> one.indicator().kind().family() == family)) {
                    observed.add(callee);
                } else {
                    open.addAll(graph.callees(callee));
                }
            }
        }
        return observed;
    }
}
