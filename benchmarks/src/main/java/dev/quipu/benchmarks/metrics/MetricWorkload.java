package dev.quipu.benchmarks.metrics;

import dev.quipu.benchmarks.metrics.Instrument.Behaviour;
import dev.quipu.benchmarks.workload.Workload;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.Gauge;
import io.opentelemetry.proto.metrics.v1.Histogram;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import io.opentelemetry.proto.metrics.v1.Sum;
import io.opentelemetry.proto.resource.v1.Resource;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Reports of a fleet: 100 instances with 160 series each, every ten seconds, in requests of 8,000 points as a Collector
 * batches them. The fleet's clock goes on by ten seconds a turn, however fast turns come; it begins twelve hours ago.
 */
public final class MetricWorkload implements Workload {

    public static final int POINTS_PER_REQUEST = 8_000;
    public static final int INSTANCES = 100;
    static final long INTERVAL_NANOS = 10_000_000_000L;
    private static final long HOURS_BACK_NANOS = 12 * 3_600_000_000_000L;
    private static final int INSTANCES_PER_REQUEST = 50;

    /** What stands where a value is to be written: no other eight bytes of a request are the same. */
    private static final long TIME_MARK = 0x0123456789abcdefL;

    private static final long VALUE_MARK = 0x7ff4dead_beef0000L;

    private final List<Template> templates = new ArrayList<>();
    private final long beginUnixNano;
    private final SplittableRandom random;
    private int next;
    private long turn;

    public MetricWorkload(long seed, MetricMix mix, long nowUnixNano) {
        this.random = new SplittableRandom(seed);
        this.beginUnixNano = nowUnixNano - HOURS_BACK_NANOS - nowUnixNano % INTERVAL_NANOS;
        for (int first = 0; first < INSTANCES; first += INSTANCES_PER_REQUEST) {
            templates.add(new Template(mix, first, beginUnixNano, random.split()));
        }
    }

    /** When the fleet reported last. */
    public long clockUnixNano() {
        return beginUnixNano + turn * INTERVAL_NANOS;
    }

    @Override
    public Request next(long nowUnixNano) {
        if (next == templates.size()) {
            next = 0;
            turn++;
        }
        return new Report(templates.get(next++), clockUnixNano());
    }

    @Override
    public int maxBytes() {
        return templates.stream()
                .mapToInt(template -> template.body.length)
                .max()
                .orElseThrow();
    }

    @Override
    public int requests() {
        return templates.size();
    }

    @Override
    public long records() {
        return (long) templates.size() * POINTS_PER_REQUEST;
    }

    @Override
    public long bytes() {
        return templates.stream().mapToLong(template -> template.body.length).sum();
    }

    private record Report(Template template, long unixNano) implements Request {
        @Override
        public int records() {
            return POINTS_PER_REQUEST;
        }

        @Override
        public int bytes() {
            return template.body.length;
        }

        @Override
        public void writeTo(ByteBuffer target, int from) {
            template.advance();
            target.put(from, template.body);
            for (int at : template.times) {
                target.putLong(from + at, unixNano);
            }
            for (int i = 0; i < template.values.length; i++) {
                target.putLong(from + template.values[i], template.series.bits(i));
            }
        }
    }

    /** An encoded request of some instances, and the state of their series. */
    private static final class Template {
        private final byte[] body;
        private final int[] times;
        private final int[] values;
        private final SeriesState series;

        Template(MetricMix mix, int firstInstance, long startUnixNano, SplittableRandom random) {
            List<Behaviour> slots = new ArrayList<>();
            ExportMetricsServiceRequest.Builder request = ExportMetricsServiceRequest.newBuilder();
            for (int i = 0; i < INSTANCES_PER_REQUEST; i++) {
                request.addResourceMetrics(instance(mix, firstInstance + i, startUnixNano, slots));
            }
            this.body = request.build().toByteArray();
            this.times = places(TIME_MARK);
            this.values = places(VALUE_MARK);
            this.series = new SeriesState(slots, random);
            if (times.length != POINTS_PER_REQUEST || values.length != slots.size()) {
                throw new IllegalStateException("places: expected " + POINTS_PER_REQUEST + " times and " + slots.size()
                        + " values, got " + times.length + " and " + values.length);
            }
        }

        void advance() {
            series.advance();
        }

        private int[] places(long mark) {
            ByteBuffer bytes = ByteBuffer.wrap(body).order(java.nio.ByteOrder.LITTLE_ENDIAN);
            return java.util.stream.IntStream.rangeClosed(0, body.length - Long.BYTES)
                    .filter(at -> bytes.getLong(at) == mark)
                    .toArray();
        }

        private static ResourceMetrics instance(MetricMix mix, int number, long startUnixNano, List<Behaviour> slots) {
            ScopeMetrics.Builder scope = ScopeMetrics.newBuilder()
                    .setScope(InstrumentationScope.newBuilder()
                            .setName("shop.meter")
                            .setVersion("1.4.0"));
            for (Instrument instrument : mix.instruments()) {
                scope.addMetrics(metric(instrument, startUnixNano, slots));
            }
            return ResourceMetrics.newBuilder()
                    .setResource(Resource.newBuilder()
                            .addAttributes(Instrument.text("service.name", "service-" + number / 5))
                            .addAttributes(Instrument.text("service.instance.id", "instance-" + number))
                            .addAttributes(Instrument.text("host.name", "node-" + number % 25))
                            .addAttributes(Instrument.text("k8s.pod.name", "pod-7d4b9c-" + number)))
                    .addScopeMetrics(scope)
                    .build();
        }

        private static Metric metric(Instrument instrument, long startUnixNano, List<Behaviour> slots) {
            Metric.Builder metric = Metric.newBuilder()
                    .setName(instrument.name())
                    .setUnit(instrument.unit())
                    .setDescription("What " + instrument.name() + " says");
            switch (instrument.behaviour()) {
                case INTEGER_GAUGE, DECIMAL_GAUGE, RATIO, CONSTANT ->
                    metric.setGauge(Gauge.newBuilder().addAllDataPoints(numbers(instrument, 0, slots)));
                case COUNTER, DOUBLE_COUNTER, SECONDS_COUNTER ->
                    metric.setSum(Sum.newBuilder()
                            .setIsMonotonic(true)
                            .setAggregationTemporality(AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE)
                            .addAllDataPoints(numbers(instrument, startUnixNano, slots)));
                case HISTOGRAM ->
                    metric.setHistogram(Histogram.newBuilder()
                            .setAggregationTemporality(AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE)
                            .addAllDataPoints(histograms(instrument, startUnixNano, slots)));
            }
            return metric.build();
        }

        private static List<NumberDataPoint> numbers(Instrument instrument, long start, List<Behaviour> slots) {
            List<NumberDataPoint> points = new ArrayList<>();
            for (int i = 0; i < instrument.series(); i++) {
                NumberDataPoint.Builder point = NumberDataPoint.newBuilder()
                        .addAllAttributes(instrument.attributes(i))
                        .setStartTimeUnixNano(start)
                        .setTimeUnixNano(TIME_MARK);
                boolean isInteger = instrument.behaviour() == Behaviour.COUNTER
                        || instrument.behaviour() == Behaviour.INTEGER_GAUGE;
                points.add((isInteger
                                ? point.setAsInt(VALUE_MARK)
                                : point.setAsDouble(Double.longBitsToDouble(VALUE_MARK)))
                        .build());
                slots.add(instrument.behaviour());
            }
            return points;
        }

        private static List<HistogramDataPoint> histograms(Instrument instrument, long start, List<Behaviour> slots) {
            List<HistogramDataPoint> points = new ArrayList<>();
            for (int i = 0; i < instrument.series(); i++) {
                HistogramDataPoint.Builder point = HistogramDataPoint.newBuilder()
                        .addAllAttributes(instrument.attributes(i))
                        .setStartTimeUnixNano(start)
                        .setTimeUnixNano(TIME_MARK)
                        .setCount(VALUE_MARK)
                        .setSum(Double.longBitsToDouble(VALUE_MARK));
                slots.add(Behaviour.COUNTER);
                slots.add(Behaviour.SECONDS_COUNTER);
                for (double bound = 0.005; bound < 50; bound *= 2) {
                    point.addExplicitBounds(bound).addBucketCounts(VALUE_MARK);
                    slots.add(Behaviour.COUNTER);
                }
                points.add(point.addBucketCounts(VALUE_MARK).build());
                slots.add(Behaviour.COUNTER);
            }
            return points;
        }
    }
}
