package dev.quipu.model.series;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of series over time: a function over each step of each series, and how series become one.
 *
 * @param field of histograms and summaries what is meant; numbers have no other
 * @param quantile 0 to 1; used by functions and aggregations that need one
 * @param by keys, as {@link Series#text} takes them, whose values name a group; only for an aggregation
 */
public record RangeQuery(
        StepFunction function, Field field, double quantile, Aggregation aggregation, List<String> by, Steps steps) {

    /** What a distribution tells as one number. */
    public enum Field {
        COUNT,
        SUM;

        /**
         * @throws IllegalArgumentException when no field has the name
         */
        public static Field parse(String name) {
            return Arrays.stream(values())
                    .filter(field -> field.name().toLowerCase(Locale.ROOT).equals(name))
                    .findFirst()
                    .orElseThrow(
                            () -> new IllegalArgumentException("field: expected count or sum, got '" + name + "'"));
        }
    }

    /**
     * One line of an answer.
     *
     * @param group what its series have under each key of {@link RangeQuery#by}
     * @param series the one series that it is of, when they are not aggregated
     * @param values one for each step; NaN where there is none
     */
    public record Line(Map<String, String> group, Optional<Series> series, double[] values) {}

    public RangeQuery {
        by = List.copyOf(by);
        if (!(quantile >= 0 && quantile <= 1)) {
            throw new IllegalArgumentException("quantile: expected 0 to 1, got " + quantile);
        }
        if (aggregation == Aggregation.NONE && !by.isEmpty()) {
            throw new IllegalArgumentException("by: expected an aggregation with it, got none");
        }
        boolean isMerging = function == StepFunction.HISTOGRAM_QUANTILE;
        if (isMerging && aggregation != Aggregation.NONE && aggregation != Aggregation.SUM) {
            throw new IllegalArgumentException(
                    "aggregate: expected none or sum with histogram_quantile, got " + aggregation.word());
        }
    }

    /** From when on samples are of use. */
    public long readFromUnixNano() {
        return steps.firstUnixNano() - NumberSteps.lookbackNanos(steps);
    }

    /** Until when, exclusive. */
    public long readToUnixNano() {
        return steps.begin(steps.count());
    }

    /**
     * The lines, each with at least one value, in the order of the series.
     *
     * @throws IllegalArgumentException when the function is not one for a metric that is among them
     */
    public List<Line> answer(List<SeriesData> data) {
        if (function == StepFunction.HISTOGRAM_QUANTILE) {
            return quantiles(data);
        }
        if (aggregation == Aggregation.NONE) {
            return data.stream()
                    .map(one -> new Line(Map.of(), Optional.of(one.series()), values(one)))
                    .filter(RangeQuery::hasValue)
                    .toList();
        }
        Map<List<String>, List<double[]>> groups = new LinkedHashMap<>();
        for (SeriesData one : data) {
            groups.computeIfAbsent(group(one), name -> new ArrayList<>()).add(values(one));
        }
        List<Line> lines = new ArrayList<>();
        groups.forEach((name, members) -> lines.add(line(name, aggregate(members))));
        return lines.stream().filter(RangeQuery::hasValue).toList();
    }

    private static boolean hasValue(Line line) {
        return Arrays.stream(line.values()).anyMatch(value -> !Double.isNaN(value));
    }

    private List<String> group(SeriesData data) {
        return by.stream().map(data.series()::text).toList();
    }

    private Line line(List<String> name, double[] values) {
        Map<String, String> group = new LinkedHashMap<>();
        for (int i = 0; i < by.size(); i++) {
            group.put(by.get(i), name.get(i));
        }
        return new Line(group, Optional.empty(), values);
    }

    private double[] aggregate(List<double[]> members) {
        double[] values = new double[steps.count()];
        double[] ofStep = new double[members.size()];
        for (int step = 0; step < values.length; step++) {
            int count = 0;
            for (double[] member : members) {
                if (!Double.isNaN(member[step])) {
                    ofStep[count++] = member[step];
                }
            }
            values[step] = count == 0 ? Double.NaN : aggregation.of(ofStep, count, quantile);
        }
        return values;
    }

    private double[] values(SeriesData data) {
        if (data.isOfNumbers()) {
            return new NumberSteps(steps, data.numbers())
                    .values(function, data.series().metric(), quantile);
        }
        return switch (function) {
            case INCREASE -> ofIncreases(data, 1);
            case RATE -> ofIncreases(data, steps.seconds());
            case AVG -> averages(data);
            case LAST -> latest(data);
            case MIN, MAX, SUM, COUNT, QUANTILE, HISTOGRAM_QUANTILE ->
                throw new IllegalArgumentException(
                        "function: expected increase, rate, avg, last or histogram_quantile for "
                                + data.series().metric().name() + ", got " + function.word());
        };
    }

    private @Nullable StepDistribution[] increases(SeriesData data) {
        return new DistributionSteps(steps, data.series().metric(), data.distributions()).increases();
    }

    private double[] ofIncreases(SeriesData data, double divisor) {
        return Arrays.stream(increases(data))
                .mapToDouble(step -> step == null ? Double.NaN : fieldOf(step) / divisor)
                .toArray();
    }

    private double fieldOf(StepDistribution step) {
        return switch (field) {
            case COUNT -> step.count();
            case SUM -> step.sum();
        };
    }

    private double[] averages(SeriesData data) {
        return Arrays.stream(increases(data))
                .mapToDouble(step -> step == null || step.count() == 0 ? Double.NaN : step.sum() / step.count())
                .toArray();
    }

    private double[] latest(SeriesData data) {
        Samples samples = new Samples();
        for (DistributionSample sample : data.distributions()) {
            if (sample.isStale()) {
                samples.addStale(sample.unixNano());
            } else {
                samples.add(
                        sample.unixNano(),
                        sample.startUnixNano(),
                        field == Field.COUNT ? sample.count() : sample.sum());
            }
        }
        return new NumberSteps(steps, samples)
                .values(StepFunction.LAST, data.series().metric(), 0);
    }

    private List<Line> quantiles(List<SeriesData> data) {
        List<Line> lines = new ArrayList<>();
        Map<List<String>, @Nullable StepDistribution[]> groups = new LinkedHashMap<>();
        for (SeriesData one : data) {
            if (one.isOfNumbers()) {
                throw new IllegalArgumentException("function: expected one for numbers, got " + function.word()
                        + " for " + one.series().metric().name());
            }
            @Nullable StepDistribution[] increases = increases(one);
            if (aggregation == Aggregation.NONE) {
                lines.add(new Line(Map.of(), Optional.of(one.series()), quantiles(increases)));
            } else {
                groups.merge(group(one), increases, RangeQuery::merged);
            }
        }
        groups.forEach((name, increases) -> lines.add(line(name, quantiles(increases))));
        return lines.stream().filter(RangeQuery::hasValue).toList();
    }

    private static @Nullable StepDistribution[] merged(
            @Nullable StepDistribution[] sums, @Nullable StepDistribution[] more) {
        for (int step = 0; step < sums.length; step++) {
            StepDistribution sum = sums[step];
            StepDistribution added = more[step];
            if (sum == null) {
                sums[step] = added;
            } else if (added != null) {
                sum.add(added);
            }
        }
        return sums;
    }

    private double[] quantiles(@Nullable StepDistribution[] increases) {
        return Arrays.stream(increases)
                .mapToDouble(step -> step == null ? Double.NaN : step.quantile(quantile))
                .toArray();
    }
}
