package dev.quipu.analysis.cause;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Deviations of all indicators that have a baseline, by component, the largest first. */
final class Deviations {

    private static final Comparator<Deviation> LARGEST = Comparator.comparingDouble(Deviation::size)
            .reversed()
            .thenComparing(one -> one.indicator().detail());

    private final Map<String, List<Deviation>> byComponent = new TreeMap<>();

    private Deviations(List<Indicator> indicators) {
        Map<String, Double> growth = growth(indicators);
        Map<String, List<Double>> levels = levels(indicators);
        EverydayTemplates everyday = new EverydayTemplates(indicators);
        for (Indicator indicator : indicators) {
            if (!indicator.baseline().isEmpty()) {
                boolean isResource = indicator.kind().family() == IndicatorKind.Family.RESOURCE;
                double expected = isResource ? growth.getOrDefault(indicator.component(), 1.0) : 1;
                double typical = isResource
                        ? Quantile.median(levels.getOrDefault(indicator.detail(), List.of(0.0)))
                        : everyday.levelFor(indicator);
                byComponent
                        .computeIfAbsent(indicator.component(), any -> new ArrayList<>())
                        .add(Deviation.of(indicator, expected, typical));
            }
        }
        byComponent.values().forEach(all -> all.sort(LARGEST));
    }

    static Deviations of(List<Indicator> indicators) {
        return new Deviations(indicators);
    }

    /** How many times more requests than usual each component served; 1 when they were fewer. */
    private static Map<String, Double> growth(List<Indicator> indicators) {
        Map<String, Double> growth = new HashMap<>();
        for (Indicator indicator : indicators) {
            if (indicator.kind() == IndicatorKind.REQUEST_RATE
                    && !indicator.baseline().isEmpty()) {
                double usual = Quantile.median(indicator.baseline());
                if (usual > 0) {
                    growth.put(indicator.component(), Math.max(1, indicator.value() / usual));
                }
            }
        }
        return growth;
    }

    /** What each resource's use usually is in the components that report it. */
    private static Map<String, List<Double>> levels(List<Indicator> indicators) {
        Map<String, List<Double>> levels = new HashMap<>();
        for (Indicator indicator : indicators) {
            boolean isResource = indicator.kind().family() == IndicatorKind.Family.RESOURCE;
            if (isResource && !indicator.baseline().isEmpty()) {
                levels.computeIfAbsent(indicator.detail(), any -> new ArrayList<>())
                        .add(Math.abs(Quantile.median(indicator.baseline())));
            }
        }
        return levels;
    }

    Set<String> components() {
        return byComponent.keySet();
    }

    List<Deviation> ofKind(IndicatorKind kind) {
        return byComponent.values().stream()
                .flatMap(List::stream)
                .filter(one -> one.indicator().kind() == kind)
                .toList();
    }

    List<Deviation> of(String component) {
        return byComponent.getOrDefault(component, List.of());
    }
}
