package dev.quipu.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Generates points of metrics of every kind with every field of OTLP used, the odd values included; series go on over
 * time, as real ones do. Seeded.
 */
public final class RandomPoints extends RandomValues {

    private static final long INTERVAL_NANOS = 10_000_000_000L;

    private final List<Metric> metrics = new ArrayList<>();
    private final List<List<KeyValue>> attributeSets = new ArrayList<>();

    public RandomPoints(long seed) {
        super(seed);
        for (Metric.Kind kind : Metric.Kind.values()) {
            for (int i = 0; i < 3; i++) {
                metrics.add(new Metric(
                        kind.name().toLowerCase(java.util.Locale.ROOT) + "." + i,
                        text(),
                        random.nextBoolean() ? "By" : text(),
                        random.nextInt(4) == 0 ? attributes(1) : List.of(),
                        kind,
                        hasTemporality(kind) ? (random.nextInt(8) == 0 ? 77 : random.nextInt(3)) : 0,
                        kind == Metric.Kind.SUM && random.nextBoolean()));
            }
        }
        for (int i = 0; i < 6; i++) {
            attributeSets.add(attributes(random.nextInt(5)));
        }
    }

    private static boolean hasTemporality(Metric.Kind kind) {
        return kind != Metric.Kind.GAUGE && kind != Metric.Kind.SUMMARY;
    }

    public List<MetricPoint> points(int count) {
        List<MetricPoint> points = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            points.add(point(NOW + i / 50 * INTERVAL_NANOS));
        }
        return points;
    }

    private MetricPoint point(long time) {
        Metric metric = pick(metrics);
        return new MetricPoint(
                pick(resources),
                pick(scopes),
                metric,
                pick(attributeSets),
                random.nextInt(3) == 0 ? 0 : NOW - INTERVAL_NANOS,
                random.nextInt(3) == 0 ? time + random.nextInt(1_000_000) : time,
                random.nextInt(10) == 0 ? random.nextInt() : 0,
                value(metric.kind()),
                metric.kind() == Metric.Kind.SUMMARY ? List.of() : exemplars());
    }

    private PointValue value(Metric.Kind kind) {
        return switch (kind) {
            case GAUGE, SUM -> number();
            case HISTOGRAM -> {
                int bounds = random.nextInt(4) == 0 ? -1 : random.nextInt(12);
                yield new PointValue.Histogram(
                        random.nextInt(1000),
                        maybe(),
                        maybe(),
                        maybe(),
                        counts(bounds + 1),
                        random.doubles(Math.max(0, bounds)).sorted().boxed().toList());
            }
            case EXPONENTIAL_HISTOGRAM ->
                new PointValue.ExponentialHistogram(
                        random.nextInt(1000),
                        maybe(),
                        maybe(),
                        maybe(),
                        random.nextInt(31) - 10,
                        random.nextInt(3),
                        random.nextBoolean() ? 0 : random.nextDouble(),
                        buckets(),
                        buckets());
            case SUMMARY -> new PointValue.Summary(random.nextInt(100), odd(), quantiles());
        };
    }

    private PointValue number() {
        return switch (random.nextInt(5)) {
            case 0 -> PointValue.NONE;
            case 1 -> PointValue.of(random.nextInt(4) == 0 ? random.nextLong() : (long) random.nextInt(1000));
            case 2 -> PointValue.of(random.nextInt(10_000) / 100.0);
            default -> PointValue.of(odd());
        };
    }

    private double odd() {
        return switch (random.nextInt(8)) {
            case 0 -> Double.NaN;
            case 1 -> Double.NEGATIVE_INFINITY;
            case 2 -> -0.0;
            case 3 -> random.nextInt(1_000_000);
            default -> random.nextGaussian();
        };
    }

    private OptionalDouble maybe() {
        return random.nextInt(3) == 0 ? OptionalDouble.empty() : OptionalDouble.of(odd());
    }

    private List<Long> counts(int count) {
        return random.longs(count, 0, random.nextInt(10) == 0 ? Long.MAX_VALUE : 100)
                .boxed()
                .toList();
    }

    private Optional<PointValue.Buckets> buckets() {
        return random.nextInt(4) == 0
                ? Optional.empty()
                : Optional.of(new PointValue.Buckets(random.nextInt(200) - 100, counts(random.nextInt(20))));
    }

    private List<PointValue.ValueAtQuantile> quantiles() {
        List<PointValue.ValueAtQuantile> quantiles = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            quantiles.add(new PointValue.ValueAtQuantile(random.nextDouble(), odd()));
        }
        return quantiles;
    }

    private List<MetricPoint.Exemplar> exemplars() {
        List<MetricPoint.Exemplar> exemplars = new ArrayList<>();
        for (int i = random.nextInt(8) == 0 ? random.nextInt(3) : 0; i > 0; i--) {
            boolean hasTrace = random.nextBoolean();
            exemplars.add(new MetricPoint.Exemplar(
                    attributes(random.nextInt(2)),
                    NOW + random.nextInt(),
                    number(),
                    hasTrace ? random.nextLong() : 0,
                    hasTrace ? random.nextLong() : 0,
                    hasTrace ? new SpanId(random.nextLong()) : SpanId.NONE));
        }
        return exemplars;
    }
}
