package dev.quipu.model.otlp;

import dev.quipu.model.InstrumentationScope;
import dev.quipu.model.KeyValue;
import dev.quipu.model.Metric;
import dev.quipu.model.MetricPoint;
import dev.quipu.model.PointValue;
import dev.quipu.model.Resource;
import dev.quipu.model.SpanId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Reads one data point message into an object. For one point. */
final class PointParser {

    private final Resource resource;
    private final InstrumentationScope scope;
    private final Metric metric;

    private final List<KeyValue> attributes = new ArrayList<>();
    private final List<MetricPoint.Exemplar> exemplars = new ArrayList<>();
    private long startTime;
    private long time;
    private int flags;
    private long count;
    private OptionalDouble sum = OptionalDouble.empty();
    private OptionalDouble min = OptionalDouble.empty();
    private OptionalDouble max = OptionalDouble.empty();

    PointParser(Resource resource, InstrumentationScope scope, Metric metric) {
        this.resource = resource;
        this.scope = scope;
        this.metric = metric;
    }

    MetricPoint read(ProtoReader in) {
        PointValue value = switch (metric.kind()) {
            case GAUGE, SUM -> readNumber(in);
            case HISTOGRAM -> readHistogram(in);
            case EXPONENTIAL_HISTOGRAM -> readExponential(in);
            case SUMMARY -> readSummary(in);
        };
        return new MetricPoint(resource, scope, metric, attributes, startTime, time, flags, value, exemplars);
    }

    private PointValue readNumber(ProtoReader in) {
        PointValue value = PointValue.NONE;
        while (in.hasMore()) {
            int tag = in.readTag();
            switch (tag >>> 3) {
                case MetricField.POINT_START_TIME -> startTime = in.readFixed64();
                case MetricField.POINT_TIME -> time = in.readFixed64();
                case MetricField.NUMBER_DOUBLE -> value = PointValue.of(readDouble(in));
                case MetricField.NUMBER_INT -> value = PointValue.of(in.readFixed64());
                case MetricField.NUMBER_EXEMPLARS -> exemplars.add(readExemplar(in));
                case MetricField.NUMBER_ATTRIBUTES -> attributes.add(AnyValueWire.readNested(in));
                case MetricField.NUMBER_FLAGS -> flags = (int) in.readVarint();
                default -> in.skip(tag);
            }
        }
        return value;
    }

    private static double readDouble(ProtoReader in) {
        return Double.longBitsToDouble(in.readFixed64());
    }

    private PointValue readHistogram(ProtoReader in) {
        List<Long> counts = new ArrayList<>();
        List<Double> bounds = new ArrayList<>();
        while (in.hasMore()) {
            int tag = in.readTag();
            switch (tag >>> 3) {
                case MetricField.POINT_START_TIME -> startTime = in.readFixed64();
                case MetricField.POINT_TIME -> time = in.readFixed64();
                case MetricField.HISTOGRAM_COUNT -> count = in.readFixed64();
                case MetricField.HISTOGRAM_SUM -> sum = OptionalDouble.of(readDouble(in));
                case MetricField.HISTOGRAM_BUCKET_COUNTS -> in.eachFixed64(tag, counts::add);
                case MetricField.HISTOGRAM_BOUNDS ->
                    in.eachFixed64(tag, bits -> bounds.add(Double.longBitsToDouble(bits)));
                case MetricField.HISTOGRAM_EXEMPLARS -> exemplars.add(readExemplar(in));
                case MetricField.HISTOGRAM_ATTRIBUTES -> attributes.add(AnyValueWire.readNested(in));
                case MetricField.HISTOGRAM_FLAGS -> flags = (int) in.readVarint();
                case MetricField.HISTOGRAM_MIN -> min = OptionalDouble.of(readDouble(in));
                case MetricField.HISTOGRAM_MAX -> max = OptionalDouble.of(readDouble(in));
                default -> in.skip(tag);
            }
        }
        return new PointValue.Histogram(count, sum, min, max, counts, bounds);
    }

    private PointValue readExponential(ProtoReader in) {
        int scale = 0;
        long zeroCount = 0;
        double zeroThreshold = 0;
        Optional<PointValue.Buckets> positive = Optional.empty();
        Optional<PointValue.Buckets> negative = Optional.empty();
        while (in.hasMore()) {
            int tag = in.readTag();
            switch (tag >>> 3) {
                case MetricField.EXPONENTIAL_ATTRIBUTES -> attributes.add(AnyValueWire.readNested(in));
                case MetricField.POINT_START_TIME -> startTime = in.readFixed64();
                case MetricField.POINT_TIME -> time = in.readFixed64();
                case MetricField.EXPONENTIAL_COUNT -> count = in.readFixed64();
                case MetricField.EXPONENTIAL_SUM -> sum = OptionalDouble.of(readDouble(in));
                case MetricField.EXPONENTIAL_SCALE -> scale = in.readZigZag32();
                case MetricField.EXPONENTIAL_ZERO_COUNT -> zeroCount = in.readFixed64();
                case MetricField.EXPONENTIAL_POSITIVE -> positive = Optional.of(readBuckets(in));
                case MetricField.EXPONENTIAL_NEGATIVE -> negative = Optional.of(readBuckets(in));
                case MetricField.EXPONENTIAL_FLAGS -> flags = (int) in.readVarint();
                case MetricField.EXPONENTIAL_EXEMPLARS -> exemplars.add(readExemplar(in));
                case MetricField.EXPONENTIAL_MIN -> min = OptionalDouble.of(readDouble(in));
                case MetricField.EXPONENTIAL_MAX -> max = OptionalDouble.of(readDouble(in));
                case MetricField.EXPONENTIAL_ZERO_THRESHOLD -> zeroThreshold = readDouble(in);
                default -> in.skip(tag);
            }
        }
        return new PointValue.ExponentialHistogram(
                count, sum, min, max, scale, zeroCount, zeroThreshold, positive, negative);
    }

    private static PointValue.Buckets readBuckets(ProtoReader in) {
        int offset = 0;
        List<Long> counts = new ArrayList<>();
        int outer = in.enter();
        while (in.hasMore()) {
            int tag = in.readTag();
            switch (tag >>> 3) {
                case MetricField.BUCKETS_OFFSET -> offset = in.readZigZag32();
                case MetricField.BUCKETS_COUNTS -> in.eachVarint(tag, counts::add);
                default -> in.skip(tag);
            }
        }
        in.leave(outer);
        return new PointValue.Buckets(offset, counts);
    }

    private PointValue readSummary(ProtoReader in) {
        double total = 0;
        List<PointValue.ValueAtQuantile> quantiles = new ArrayList<>();
        while (in.hasMore()) {
            int tag = in.readTag();
            switch (tag >>> 3) {
                case MetricField.POINT_START_TIME -> startTime = in.readFixed64();
                case MetricField.POINT_TIME -> time = in.readFixed64();
                case MetricField.SUMMARY_COUNT -> count = in.readFixed64();
                case MetricField.SUMMARY_SUM -> total = readDouble(in);
                case MetricField.SUMMARY_QUANTILES -> quantiles.add(readQuantile(in));
                case MetricField.SUMMARY_ATTRIBUTES -> attributes.add(AnyValueWire.readNested(in));
                case MetricField.SUMMARY_FLAGS -> flags = (int) in.readVarint();
                default -> in.skip(tag);
            }
        }
        return new PointValue.Summary(count, total, quantiles);
    }

    private static PointValue.ValueAtQuantile readQuantile(ProtoReader in) {
        double quantile = 0;
        double value = 0;
        int outer = in.enter();
        while (in.hasMore()) {
            int tag = in.readTag();
            switch (tag >>> 3) {
                case MetricField.QUANTILE -> quantile = readDouble(in);
                case MetricField.QUANTILE_VALUE -> value = readDouble(in);
                default -> in.skip(tag);
            }
        }
        in.leave(outer);
        return new PointValue.ValueAtQuantile(quantile, value);
    }

    private static MetricPoint.Exemplar readExemplar(ProtoReader in) {
        List<KeyValue> filtered = new ArrayList<>();
        long at = 0;
        PointValue value = PointValue.NONE;
        long high = 0;
        long low = 0;
        long span = 0;
        int outer = in.enter();
        while (in.hasMore()) {
            int tag = in.readTag();
            switch (tag >>> 3) {
                case MetricField.EXEMPLAR_TIME -> at = in.readFixed64();
                case MetricField.EXEMPLAR_DOUBLE -> value = PointValue.of(readDouble(in));
                case MetricField.EXEMPLAR_INT -> value = PointValue.of(in.readFixed64());
                case MetricField.EXEMPLAR_SPAN_ID -> span = WireId.read64(in);
                case MetricField.EXEMPLAR_TRACE_ID -> {
                    high = WireId.high(in);
                    low = WireId.low(in);
                }
                case MetricField.EXEMPLAR_ATTRIBUTES -> filtered.add(AnyValueWire.readNested(in));
                default -> in.skip(tag);
            }
        }
        in.leave(outer);
        return new MetricPoint.Exemplar(filtered, at, value, high, low, new SpanId(span));
    }
}
