package dev.quipu.model.alert;

import dev.quipu.model.series.SeriesSelector;
import dev.quipu.model.series.StepFunction;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A number over time that a condition looks at, of one series or of several. */
public sealed interface Figure {

    /** Of which family a figure is. */
    enum Kind implements Labelled {
        RED,
        METRIC
    }

    Kind kind();

    /** What of the spans of a window is looked at. */
    enum Measure implements Labelled {
        /** Spans per second. */
        RATE,
        /** The share of spans whose status is error, 0 to 1. */
        ERROR_RATIO,
        MEAN_NANOS,
        P50_NANOS,
        P90_NANOS,
        P95_NANOS,
        P99_NANOS
    }

    /** What spans are told apart by. */
    enum Grouping implements Labelled {
        COMPONENT("component"),
        SPAN_NAME("spanName"),
        KIND("kind");

        private final String label;

        Grouping(String label) {
            this.label = label;
        }

        @Override
        public String label() {
            return label;
        }
    }

    /**
     * Rate, errors or duration of spans.
     *
     * @param groupBy a series for each of these; empty: one series
     */
    record Red(SpanSelection spans, Measure measure, List<Grouping> groupBy) implements Figure {
        public Red {
            groupBy = groupBy.stream().distinct().toList();
        }

        @Override
        public Kind kind() {
            return Kind.RED;
        }
    }

    /**
     * A function over a window of each series of metrics.
     *
     * @param match a selector as {@link SeriesSelector#parse} reads it, kept as it was written
     * @param quantile 0 to 1, for functions that need one and only for them
     */
    record Metric(String match, StepFunction function, Optional<Double> quantile) implements Figure {
        public Metric {
            if (match.isBlank()) {
                throw new IllegalArgumentException("match: expected a selector of series, got blank text");
            }
            SeriesSelector.parse(match);
            requireQuantile(function, quantile);
        }

        private static void requireQuantile(StepFunction function, Optional<Double> quantile) {
            if (function.needsQuantile() != quantile.isPresent()) {
                throw new IllegalArgumentException(String.format(
                        Locale.ROOT,
                        "quantile: expected %s with the function %s, got %s",
                        function.needsQuantile() ? "one" : "none",
                        function.word(),
                        quantile.map(String::valueOf).orElse("none")));
            }
            if (quantile.isPresent() && !(quantile.get() >= 0 && quantile.get() <= 1)) {
                throw new IllegalArgumentException("quantile: expected 0 to 1, got " + quantile.get());
            }
        }

        @Override
        public Kind kind() {
            return Kind.METRIC;
        }
    }
}
