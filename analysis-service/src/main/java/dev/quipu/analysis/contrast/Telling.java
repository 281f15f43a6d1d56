package dev.quipu.analysis.contrast;

import dev.quipu.analysis.client.FoundContrast;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;

/**
 * Which values and pairs tell the selected records from the rest: those whose shares differ by more than chance, where
 * of all that are told at most {@link #FALSE_DISCOVERY_RATE} are expected to differ by chance only. Records are taken
 * for independent of each other.
 */
final class Telling {

    /** Bound of the expected share of findings that are none. */
    static final double FALSE_DISCOVERY_RATE = 0.01;

    /** Shares that differ by less tell nothing that is worth reading, however sure it is. */
    static final double LEAST_DIFFERENCE = 0.01;

    /** By which a pair has to differ more than each of its values. */
    private static final double LEAST_GAIN = 0.02;

    private static final Comparator<Finding> MOST_TELLING = Comparator.comparingDouble(
                    (Finding finding) -> -Math.abs(finding.difference()))
            .thenComparing(finding -> finding.conditions().size())
            .thenComparing(finding -> String.join(" ", finding.conditions()));

    private Telling() {}

    /**
     * A value, or two of different fields, that tell.
     *
     * @param conditions searches for records that have it; of a pair both
     * @param selected records that have it among the selected
     * @param rest records that have it among the rest
     * @param difference share of the selected less share of the rest: -1 to 1
     * @param probability of a difference as large by chance
     */
    record Finding(List<String> conditions, long selected, long rest, double difference, double probability) {
        Finding {
            conditions = List.copyOf(conditions);
        }
    }

    /** The most telling first; at most one in a hundred by chance. */
    static List<Finding> of(FoundContrast contrast) {
        FoundContrast.Sides total = contrast.total();
        List<Finding> values = contrast.values().stream()
                .map(value -> finding(List.of(value.condition()), value.selected(), value.rest(), total))
                .toList();
        List<Finding> pairs = contrast.pairs().stream()
                .map(pair -> finding(List.of(pair.first(), pair.second()), pair.selected(), pair.rest(), total))
                .toList();
        double threshold = FalseDiscovery.threshold(
                DoubleStream.concat(
                                values.stream().mapToDouble(Finding::probability),
                                pairs.stream().mapToDouble(Finding::probability))
                        .toArray(),
                contrast.tested(),
                FALSE_DISCOVERY_RATE);
        List<Finding> telling = new ArrayList<>(values);
        telling.addAll(better(pairs, values));
        telling.removeIf(
                finding -> finding.probability() > threshold || Math.abs(finding.difference()) < LEAST_DIFFERENCE);
        telling.sort(MOST_TELLING);
        return telling;
    }

    private static Finding finding(List<String> conditions, long selected, long rest, FoundContrast.Sides total) {
        return new Finding(
                conditions,
                selected,
                rest,
                share(selected, total.selected()) - share(rest, total.rest()),
                Independence.probability(selected, total.selected(), rest, total.rest()));
    }

    /** Pairs that tell more than each of their values. */
    private static List<Finding> better(List<Finding> pairs, List<Finding> values) {
        Map<String, Double> ofValue = new HashMap<>();
        values.forEach(value -> ofValue.put(value.conditions().get(0), value.difference()));
        return pairs.stream()
                .filter(pair -> pair.conditions().stream()
                        .allMatch(condition -> pair.difference() >= ofValue.getOrDefault(condition, 0.0) + LEAST_GAIN))
                .toList();
    }

    private static double share(long part, long whole) {
        return whole == 0 ? 0 : (double) part / whole;
    }
}
