package dev.quipu.collector.prometheus;

import dev.quipu.model.MetricPoint;
import dev.quipu.model.otlp.MetricField;
import dev.quipu.model.otlp.ProtoWriter;
import java.util.Arrays;
import java.util.List;

/**
 * The data points of one metric while they are written: the content of OTLP's {@code Gauge}, {@code Sum},
 * {@code Histogram}, {@code ExponentialHistogram} or {@code Summary} (opentelemetry/proto/metrics/v1). A point of
 * another shape than the metric's is the caller's mistake. Not thread-safe.
 */
public final class Points {

    private final PointShape shape;
    private final OutputBound bound;
    private final ProtoWriter out = new ProtoWriter(128);

    Points(PointShape shape, OutputBound bound) {
        this.shape = shape;
        this.bound = bound;
    }

    /** A gauge's or sum's value. */
    public void number(Attributes attributes, Moment moment, double value, List<Exemplar> exemplars) {
        int point = begin(attributes, moment);
        out.writeDouble(MetricField.NUMBER_DOUBLE, value);
        exemplars.forEach(exemplar -> exemplar.write(out, MetricField.NUMBER_EXEMPLARS));
        end(point);
    }

    public void explicit(Attributes attributes, Moment moment, Distribution.Explicit value, List<Exemplar> exemplars) {
        int point = begin(attributes, moment);
        out.writeFixed64OrOmit(MetricField.HISTOGRAM_COUNT, value.count());
        value.sum().ifPresent(sum -> out.writeDouble(MetricField.HISTOGRAM_SUM, sum));
        out.writePackedFixed64(MetricField.HISTOGRAM_BUCKET_COUNTS, value.bucketCounts());
        out.writePackedFixed64(
                MetricField.HISTOGRAM_BOUNDS,
                Arrays.stream(value.upperBounds())
                        .mapToLong(Double::doubleToRawLongBits)
                        .toArray());
        exemplars.forEach(exemplar -> exemplar.write(out, MetricField.HISTOGRAM_EXEMPLARS));
        end(point);
    }

    public void exponential(
            Attributes attributes, Moment moment, Distribution.Exponential value, List<Exemplar> exemplars) {
        int point = begin(attributes, moment);
        out.writeFixed64OrOmit(MetricField.EXPONENTIAL_COUNT, value.count());
        out.writeDouble(MetricField.EXPONENTIAL_SUM, value.sum());
        out.writeVarintOrOmit(MetricField.EXPONENTIAL_SCALE, ProtoWriter.zigZag(value.scale()));
        out.writeFixed64OrOmit(MetricField.EXPONENTIAL_ZERO_COUNT, value.zeroCount());
        buckets(MetricField.EXPONENTIAL_POSITIVE, value.positive());
        buckets(MetricField.EXPONENTIAL_NEGATIVE, value.negative());
        exemplars.forEach(exemplar -> exemplar.write(out, MetricField.EXPONENTIAL_EXEMPLARS));
        if (value.zeroThreshold() != 0) {
            out.writeDouble(MetricField.EXPONENTIAL_ZERO_THRESHOLD, value.zeroThreshold());
        }
        end(point);
    }

    private void buckets(int field, Distribution.Buckets buckets) {
        if (buckets.counts().length > 0) {
            int message = out.begin(field);
            out.writeVarintOrOmit(MetricField.BUCKETS_OFFSET, ProtoWriter.zigZag(buckets.offset()));
            int packed = out.begin(MetricField.BUCKETS_COUNTS);
            for (long count : buckets.counts()) {
                out.writePackedVarint(count);
            }
            out.end(packed);
            out.end(message);
        }
    }

    public void quantiles(Attributes attributes, Moment moment, Distribution.Quantiles value) {
        int point = begin(attributes, moment);
        out.writeFixed64OrOmit(MetricField.SUMMARY_COUNT, value.count());
        out.writeDouble(MetricField.SUMMARY_SUM, value.sum());
        for (int i = 0; i < value.quantiles().length; i++) {
            int quantile = out.begin(MetricField.SUMMARY_QUANTILES);
            out.writeDouble(MetricField.QUANTILE, value.quantiles()[i]);
            out.writeDouble(MetricField.QUANTILE_VALUE, value.values()[i]);
            out.end(quantile);
        }
        end(point);
    }

    /** Says that the series has ended: a point without a value. */
    public void stale(Attributes attributes, Moment moment) {
        int point = begin(attributes, moment);
        out.writeVarint(shape.flagsField(), MetricPoint.NO_RECORDED_VALUE);
        end(point);
    }

    private int begin(Attributes attributes, Moment moment) {
        bound.check(out.size());
        int point = out.begin(MetricField.DATA_POINTS);
        attributes.write(out, shape.attributesField());
        out.writeFixed64OrOmit(MetricField.POINT_START_TIME, moment.startUnixNano());
        out.writeFixed64OrOmit(MetricField.POINT_TIME, moment.timeUnixNano());
        return point;
    }

    private void end(int point) {
        out.end(point);
        bound.add(out.size() - point);
    }

    /** Writes the whole as a field of {@code Metric}. */
    void writeTo(ProtoWriter metric) {
        out.writeVarintOrOmit(MetricField.TEMPORALITY, shape.temporality());
        out.writeVarintOrOmit(MetricField.MONOTONIC, shape.monotonic() ? 1 : 0);
        metric.writeBytes(shape.field(), out.toBytes());
    }
}
