package dev.quipu.analysis.cause;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Lays slow ways between components at one of their two ends: at the one most of whose ways in, or out, are slow, one
 * after the other until every slow way has its culprit.
 */
final class GapBlame {

    /** Of two that nothing tells apart it is the callee. */
    private static final double CALLER_SHARE = 0.99;

    private final CauseSettings settings;
    private final List<Deviation> slow = new ArrayList<>();
    private final Map<String, Integer> waysIn = new TreeMap<>();
    private final Map<String, Integer> waysOut = new TreeMap<>();
    private final Map<String, List<Deviation>> blamed = new HashMap<>();

    /** @param gaps the callee is the indicator's component, the caller its detail */
    GapBlame(List<Deviation> gaps, CauseSettings settings) {
        this.settings = settings;
        for (Deviation gap : gaps) {
            waysIn.merge(callee(gap), 1, Integer::sum);
            waysOut.merge(caller(gap), 1, Integer::sum);
            if (settings.strength(gap) > 0) {
                slow.add(gap);
            }
        }
        Set<Deviation> open = new HashSet<>(slow);
        while (!open.isEmpty()) {
            String culprit = worst(open);
            List<Deviation> its = slow.stream()
                    .filter(open::contains)
                    .filter(gap -> callee(gap).equals(culprit) || caller(gap).equals(culprit))
                    .toList();
            blamed.put(culprit, its);
            its.forEach(open::remove);
        }
    }

    private String worst(Set<Deviation> open) {
        Map<String, Double> in = new HashMap<>();
        Map<String, Double> out = new HashMap<>();
        Set<String> ends = new TreeSet<>();
        for (Deviation gap : slow) {
            if (open.contains(gap)) {
                in.merge(callee(gap), settings.strength(gap), Double::sum);
                out.merge(caller(gap), settings.strength(gap), Double::sum);
                ends.add(callee(gap));
                ends.add(caller(gap));
            }
        }
        String worst = "";
        double most = -1;
        for (String end : ends) {
            double asCallee = in.getOrDefault(end, 0.0) * shareIn(end);
            double blame = asCallee + CALLER_SHARE * out.getOrDefault(end, 0.0) * shareOut(end);
            if (blame > most) {
                most = blame;
                worst = end;
            }
        }
        return worst;
    }

    /** How many of the component's ways in, or else out, are slow, 0 to 1. */
    double share(String component) {
        return Math.max(shareIn(component), shareOut(component));
    }

    private double shareIn(String component) {
        long slowWays =
                slow.stream().filter(gap -> callee(gap).equals(component)).count();
        return (double) slowWays / waysIn.getOrDefault(component, 1);
    }

    private double shareOut(String component) {
        long slowWays =
                slow.stream().filter(gap -> caller(gap).equals(component)).count();
        return (double) slowWays / waysOut.getOrDefault(component, 1);
    }

    /** The slow ways for which the component is to blame. */
    List<Deviation> of(String component) {
        return blamed.getOrDefault(component, List.of());
    }

    private static String callee(Deviation gap) {
        return gap.indicator().component();
    }

    private static String caller(Deviation gap) {
        return gap.indicator().detail();
    }
}
