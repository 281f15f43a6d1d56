package dev.quipu.collector.quota;

import dev.quipu.model.InstrumentationScope;
import dev.quipu.model.KeyValue;
import dev.quipu.model.Metric;
import dev.quipu.model.MetricPoint;
import dev.quipu.model.PointValue;
import dev.quipu.model.Resource;
import dev.quipu.model.SpanId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.IntStream;

/** Points of every kind, of series that come again with their attributes in another order. Seeded. */
final class RandomMetrics {

    private static final long NOW = 1_790_000_000_000_000_000L;

    private final Random random;

    RandomMetrics(long seed) {
        random = new Random(seed);
    }

    List<MetricPoint> points(int count) {
        return IntStream.range(0, count).mapToObj(this::point).toList();
    }

    private MetricPoint point(int number) {
        Metric metric = metric();
        return new MetricPoint(
                Resource.of(shuffled(attributes("service.name", 2))),
                new InstrumentationScope(
                        pick("", "meter"), "1", shuffled(attributes("scope.of", 1)), random.nextInt(3), ""),
                metric,
                shuffled(zoned(attributes("queue", 3))),
                0,
                NOW + number,
                0,
                value(metric.kind()),
                metric.kind() == Metric.Kind.SUMMARY ? List.of() : exemplars());
    }

    private Metric metric() {
        Metric.Kind kind = Metric.Kind.values()[random.nextInt(Metric.Kind.values().length)];
        return new Metric(
                pick("requests", "load"),
                pick("", "described"),
                pick("", "By"),
                List.of(),
                kind,
                kind.hasTemporality() ? 1 + random.nextInt(2) : 0,
                kind == Metric.Kind.SUM && random.nextBoolean());
    }

    private List<KeyValue> attributes(String key, int values) {
        List<KeyValue> attributes = new ArrayList<>();
        attributes.add(KeyValue.of(key, "name " + random.nextInt(values)));
        attributes.add(KeyValue.of("shard", (long) random.nextInt(values)));
        return attributes;
    }

    private List<KeyValue> zoned(List<KeyValue> attributes) {
        if (random.nextBoolean()) {
            attributes.add(KeyValue.of("zone", pick("", "a rather long name of a zone")));
        }
        return attributes;
    }

    private List<KeyValue> shuffled(List<KeyValue> attributes) {
        Collections.shuffle(attributes, random);
        return attributes;
    }

    private PointValue value(Metric.Kind kind) {
        return switch (kind) {
            case GAUGE, SUM -> PointValue.of(random.nextDouble());
            case HISTOGRAM ->
                new PointValue.Histogram(
                        3, OptionalDouble.empty(), OptionalDouble.empty(), OptionalDouble.of(2), List.of(), List.of());
            case EXPONENTIAL_HISTOGRAM ->
                new PointValue.ExponentialHistogram(
                        3,
                        OptionalDouble.of(7),
                        OptionalDouble.empty(),
                        OptionalDouble.empty(),
                        2,
                        0,
                        0,
                        Optional.of(new PointValue.Buckets(1, List.of(1L, 2L))),
                        Optional.empty());
            case SUMMARY -> new PointValue.Summary(1, 2, List.of(new PointValue.ValueAtQuantile(0.5, 2)));
        };
    }

    private List<MetricPoint.Exemplar> exemplars() {
        return IntStream.range(0, random.nextInt(3))
                .mapToObj(i ->
                        new MetricPoint.Exemplar(List.of(), NOW, PointValue.of(random.nextInt(9)), 1, 2, new SpanId(3)))
                .toList();
    }

    private String pick(String one, String other) {
        return random.nextBoolean() ? one : other;
    }
}
