package dev.quipu.model.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quipu.model.Metric;
import dev.quipu.model.MetricPoint;
import dev.quipu.model.PointValue;
import dev.quipu.model.RandomPoints;
import dev.quipu.model.segment.PointRows;
import dev.quipu.model.segment.Segment;
import dev.quipu.model.segment.SegmentReader;
import dev.quipu.model.segment.Segments;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SeriesCollectorTest {

    private static final SeriesCollector.Limits MANY = new SeriesCollector.Limits(10_000, 1_000_000);

    private static List<PointRows> groups(List<MetricPoint> points, long seed) {
        List<PointRows> groups = new ArrayList<>();
        for (int from = 0; from < points.size(); from += 700) {
            for (Segment segment : Segments.ofPoints(points.subList(from, Math.min(points.size(), from + 700)))) {
                SegmentReader reader = SegmentReader.of(segment);
                for (int group = 0; group < segment.head().rowGroupCount(); group++) {
                    groups.add(reader.points(group));
                }
            }
        }
        Collections.shuffle(groups, new Random(seed));
        return groups;
    }

    /** Against the points themselves. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void collectsTheSamplesOfEachSeriesInOrder(long seed) {
        List<MetricPoint> points = new RandomPoints(seed).points(3_000);
        long from = points.get(300).timeUnixNano();
        long to = points.get(2_500).timeUnixNano();
        SeriesSelection selection = SeriesSelection.parse(List.of("gauge.1", "{__name__=~\"sum[.].\"}"));
        SeriesCollector collector = new SeriesCollector(selection, from, to, MANY);

        groups(points, seed).forEach(collector::offer);

        Map<List<Object>, TreeMap<Long, Double>> expected = new java.util.HashMap<>();
        for (MetricPoint point : points) {
            String name = point.metric().name();
            boolean isMeant = name.equals("gauge.1") || name.matches("sum[.].");
            if (isMeant && point.timeUnixNano() >= from && point.timeUnixNano() < to) {
                expected.computeIfAbsent(name(point), unseen -> new TreeMap<>())
                        .putIfAbsent(point.timeUnixNano(), valueOf(point));
            }
        }
        assertThat(collector.collected().stream()
                        .collect(Collectors.toMap(
                                data -> name(data.series()), data -> List.copyOf(times(data.numbers())))))
                .isEqualTo(expected.entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey,
                                entry -> List.copyOf(entry.getValue().keySet()))));
    }

    private static List<Long> times(Samples samples) {
        List<Long> times = new ArrayList<>();
        for (int i = 0; i < samples.size(); i++) {
            times.add(samples.timeUnixNano(i));
        }
        return times;
    }

    private static Double valueOf(MetricPoint point) {
        return point.value().kind() == PointValue.Kind.DOUBLE ? ((PointValue.DoubleValue) point.value()).value() : 0.0;
    }

    private static List<Object> name(MetricPoint point) {
        return List.of(point.metric(), point.resource(), point.scope(), point.attributes());
    }

    private static List<Object> name(Series series) {
        return List.of(series.metric(), series.resource(), series.scope(), series.attributes());
    }

    @Test
    void refusesToHoldMoreThanItMay() {
        List<PointRows> groups = groups(new RandomPoints(4).points(2_000), 4);
        SeriesSelection all = SeriesSelection.parse(List.of("{__name__!=\"\"}"));

        SeriesCollector fewSeries =
                new SeriesCollector(all, 0, Long.MAX_VALUE, new SeriesCollector.Limits(10, 1_000_000));
        SeriesCollector fewSamples =
                new SeriesCollector(all, 0, Long.MAX_VALUE, new SeriesCollector.Limits(10_000, 100));

        assertThatThrownBy(() -> groups.forEach(fewSeries::offer)).hasMessageContaining("at most 10 series");
        assertThatThrownBy(() -> groups.forEach(fewSamples::offer)).hasMessageContaining("at most 100 samples");
    }

    /** A function never fails on odd values, and answers each step of each group once. */
    @ParameterizedTest
    @ValueSource(strings = {"histogram", "exponential_histogram"})
    void quantilesOfOddHistogramsAreNumbersOrNothing(String kind) {
        List<MetricPoint> points = new RandomPoints(5).points(3_000);
        long first = points.get(0).timeUnixNano();
        Steps steps = new Steps(first, 60_000_000_000L, 20);
        RangeQuery query = new RangeQuery(
                StepFunction.HISTOGRAM_QUANTILE,
                RangeQuery.Field.COUNT,
                0.9,
                Aggregation.SUM,
                List.of("service", "__name__"),
                steps);
        SeriesCollector collector = new SeriesCollector(
                SeriesSelection.parse(List.of("{__name__=~\"" + kind + "[.].\"}")),
                query.readFromUnixNano(),
                query.readToUnixNano(),
                MANY);
        groups(points, 5).forEach(collector::offer);

        List<RangeQuery.Line> lines = query.answer(collector.collected());

        assertThat(lines).isNotEmpty();
        assertThat(lines).extracting(RangeQuery.Line::group).doesNotHaveDuplicates();
        assertThat(lines).allMatch(line -> line.values().length == steps.count());
        assertThat(lines).allMatch(line -> line.group().get("__name__").startsWith(kind + "."));
    }

    @Test
    void histogramsOfManySeriesBecomeOne() {
        Metric metric = new Metric("h", "", "s", List.of(), Metric.Kind.HISTOGRAM, Metric.CUMULATIVE, false);
        List<MetricPoint> points = new ArrayList<>();
        long begin = 1_795_000_020_000_000_000L;
        for (int series = 0; series < 3; series++) {
            for (int i = 0; i < 6; i++) {
                points.add(new MetricPoint(
                        dev.quipu.model.Resource.of(List.of(dev.quipu.model.KeyValue.of("service.name", "s" + series))),
                        dev.quipu.model.InstrumentationScope.NONE,
                        metric,
                        List.of(),
                        begin,
                        begin + i * 10_000_000_000L,
                        0,
                        new PointValue.Histogram(
                                20L * i,
                                java.util.OptionalDouble.of(40.0 * i),
                                java.util.OptionalDouble.empty(),
                                java.util.OptionalDouble.empty(),
                                List.of(10L * i, 10L * i, 0L),
                                List.of(1.0, 2.0)),
                        List.of()));
            }
        }
        SeriesCollector collector = new SeriesCollector(
                SeriesSelection.parse(List.of("h")), begin - 600_000_000_000L, begin + 60_000_000_000L, MANY);
        groups(points, 1).forEach(collector::offer);
        Steps steps = new Steps(begin, 60_000_000_000L, 1);

        assertThat(answer(collector, StepFunction.HISTOGRAM_QUANTILE, RangeQuery.Field.COUNT, steps))
                .containsExactly(1.5);
        assertThat(answer(collector, StepFunction.INCREASE, RangeQuery.Field.COUNT, steps))
                .containsExactly(300);
        assertThat(answer(collector, StepFunction.RATE, RangeQuery.Field.SUM, steps))
                .containsExactly(10);
    }

    private static double[] answer(
            SeriesCollector collector, StepFunction function, RangeQuery.Field field, Steps steps) {
        return new RangeQuery(function, field, 0.75, Aggregation.SUM, List.of(), steps)
                .answer(collector.collected())
                .get(0)
                .values();
    }
}
