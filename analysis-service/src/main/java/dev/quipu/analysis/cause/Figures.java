package dev.quipu.analysis.cause;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Figures of one window while they are collected. Not thread-safe. */
final class Figures {

    /** What is measured. */
    record Key(String component, IndicatorKind kind, String detail) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            int byComponent = component.compareTo(other.component);
            int byKind = byComponent != 0 ? byComponent : kind.compareTo(other.kind);
            return byKind != 0 ? byKind : detail.compareTo(other.detail);
        }
    }

    /** What was measured, of so many samples. */
    record Figure(double value, long samples) {}

    private final Map<Key, Figure> figures = new TreeMap<>();
    private final Map<Key, Values> collected = new TreeMap<>();

    void put(Key key, double value, long samples) {
        figures.put(key, new Figure(value, samples));
    }

    /** One value of many, of which {@link #putQuantiles} makes figures. */
    void collect(Key key, double value) {
        collected.computeIfAbsent(key, any -> new Values()).add(value);
    }

    /** The median of what was collected under each key, and under the same key with the tail's kind the tail. */
    void putQuantiles(double tail) {
        collected.forEach((key, values) -> {
            double[] sorted = values.sorted();
            put(key, Quantile.ofSorted(sorted, 0.5), sorted.length);
            Optional<IndicatorKind> tailKind = key.kind().tail();
            tailKind.ifPresent(kind ->
                    put(new Key(key.component(), kind, key.detail()), Quantile.ofSorted(sorted, tail), sorted.length));
        });
        collected.clear();
    }

    /**
     * Figures of the incident's window, each with those of the windows that have it too.
     *
     * @param baselines at least one
     */
    static List<Indicator> compare(Figures incident, List<Figures> baselines) {
        List<Indicator> indicators = new ArrayList<>();
        incident.figures.forEach((key, figure) -> {
            List<Double> before = baselines.stream()
                    .map(window -> window.figures.get(key))
                    .filter(known -> known != null)
                    .map(Figure::value)
                    .toList();
            indicators.add(
                    new Indicator(key.component(), key.kind(), key.detail(), figure.value(), before, figure.samples()));
        });
        return indicators;
    }

    private static final class Values {
        private double[] values = new double[8];
        private int size;

        void add(double value) {
            if (size == values.length) {
                values = Arrays.copyOf(values, 2 * size);
            }
            values[size++] = value;
        }

        double[] sorted() {
            double[] sorted = Arrays.copyOf(values, size);
            Arrays.sort(sorted);
            return sorted;
        }
    }
}
