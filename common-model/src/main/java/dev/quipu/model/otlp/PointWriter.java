package dev.quipu.model.otlp;

import dev.quipu.model.Metric;
import dev.quipu.model.MetricPoint;
import dev.quipu.model.PointValue;
import java.util.List;
import java.util.OptionalDouble;

/** Writes the content of one data point message. */
final class PointWriter {

    private PointWriter() {}

    static void write(ProtoWriter out, Metric.Kind kind, MetricPoint point) {
        switch (kind) {
            case GAUGE, SUM -> writeNumber(out, point);
            case HISTOGRAM -> writeHistogram(out, point, (PointValue.Histogram) point.value());
            case EXPONENTIAL_HISTOGRAM -> writeExponential(out, point, (PointValue.ExponentialHistogram) point.value());
            case SUMMARY -> writeSummary(out, point, (PointValue.Summary) point.value());
        }
    }

    private static void writeTimes(ProtoWriter out, MetricPoint point) {
        out.writeFixed64OrOmit(MetricField.POINT_START_TIME, point.startTimeUnixNano());
        out.writeFixed64OrOmit(MetricField.POINT_TIME, point.timeUnixNano());
    }

    private static void writeFlags(ProtoWriter out, int field, MetricPoint point) {
        out.writeVarintOrOmit(field, Integer.toUnsignedLong(point.flags()));
    }

    private static void writeNumber(ProtoWriter out, MetricPoint point) {
        writeTimes(out, point);
        writeValue(out, point.value(), MetricField.NUMBER_INT, MetricField.NUMBER_DOUBLE);
        writeExemplars(out, MetricField.NUMBER_EXEMPLARS, point.exemplars());
        AnyValueWire.writeAll(out, MetricField.NUMBER_ATTRIBUTES, point.attributes());
        writeFlags(out, MetricField.NUMBER_FLAGS, point);
    }

    private static void writeValue(ProtoWriter out, PointValue value, int intField, int doubleField) {
        switch (value.kind()) {
            case INT -> out.writeFixed64(intField, ((PointValue.IntValue) value).value());
            case DOUBLE -> out.writeDouble(doubleField, ((PointValue.DoubleValue) value).value());
            case NONE -> {}
            case HISTOGRAM, EXPONENTIAL_HISTOGRAM, SUMMARY ->
                throw new IllegalArgumentException("value: expected a number, got " + value.kind());
        }
    }

    private static void writeExemplars(ProtoWriter out, int field, List<MetricPoint.Exemplar> exemplars) {
        for (MetricPoint.Exemplar exemplar : exemplars) {
            int message = out.begin(field);
            out.writeFixed64OrOmit(MetricField.EXEMPLAR_TIME, exemplar.timeUnixNano());
            writeValue(out, exemplar.value(), MetricField.EXEMPLAR_INT, MetricField.EXEMPLAR_DOUBLE);
            if (exemplar.spanId().isPresent()) {
                out.writeId(MetricField.EXEMPLAR_SPAN_ID, exemplar.spanId().value());
            }
            if (exemplar.traceIdHigh() != 0 || exemplar.traceIdLow() != 0) {
                out.writeId(MetricField.EXEMPLAR_TRACE_ID, exemplar.traceIdHigh(), exemplar.traceIdLow());
            }
            AnyValueWire.writeAll(out, MetricField.EXEMPLAR_ATTRIBUTES, exemplar.filteredAttributes());
            out.end(message);
        }
    }

    private static void writeOptional(ProtoWriter out, int field, OptionalDouble value) {
        if (value.isPresent()) {
            out.writeDouble(field, value.getAsDouble());
        }
    }

    private static void writeHistogram(ProtoWriter out, MetricPoint point, PointValue.Histogram histogram) {
        writeTimes(out, point);
        out.writeFixed64OrOmit(MetricField.HISTOGRAM_COUNT, histogram.count());
        writeOptional(out, MetricField.HISTOGRAM_SUM, histogram.sum());
        out.writePackedFixed64(
                MetricField.HISTOGRAM_BUCKET_COUNTS,
                histogram.bucketCounts().stream().mapToLong(Long::longValue).toArray());
        out.writePackedFixed64(
                MetricField.HISTOGRAM_BOUNDS,
                histogram.explicitBounds().stream()
                        .mapToLong(Double::doubleToRawLongBits)
                        .toArray());
        writeExemplars(out, MetricField.HISTOGRAM_EXEMPLARS, point.exemplars());
        AnyValueWire.writeAll(out, MetricField.HISTOGRAM_ATTRIBUTES, point.attributes());
        writeFlags(out, MetricField.HISTOGRAM_FLAGS, point);
        writeOptional(out, MetricField.HISTOGRAM_MIN, histogram.min());
        writeOptional(out, MetricField.HISTOGRAM_MAX, histogram.max());
    }

    private static void writeExponential(
            ProtoWriter out, MetricPoint point, PointValue.ExponentialHistogram histogram) {
        AnyValueWire.writeAll(out, MetricField.EXPONENTIAL_ATTRIBUTES, point.attributes());
        writeTimes(out, point);
        out.writeFixed64OrOmit(MetricField.EXPONENTIAL_COUNT, histogram.count());
        writeOptional(out, MetricField.EXPONENTIAL_SUM, histogram.sum());
        out.writeVarintOrOmit(MetricField.EXPONENTIAL_SCALE, ProtoWriter.zigZag(histogram.scale()));
        out.writeFixed64OrOmit(MetricField.EXPONENTIAL_ZERO_COUNT, histogram.zeroCount());
        histogram.positive().ifPresent(buckets -> writeBuckets(out, MetricField.EXPONENTIAL_POSITIVE, buckets));
        histogram.negative().ifPresent(buckets -> writeBuckets(out, MetricField.EXPONENTIAL_NEGATIVE, buckets));
        writeFlags(out, MetricField.EXPONENTIAL_FLAGS, point);
        writeExemplars(out, MetricField.EXPONENTIAL_EXEMPLARS, point.exemplars());
        writeOptional(out, MetricField.EXPONENTIAL_MIN, histogram.min());
        writeOptional(out, MetricField.EXPONENTIAL_MAX, histogram.max());
        if (Double.doubleToRawLongBits(histogram.zeroThreshold()) != 0) {
            out.writeDouble(MetricField.EXPONENTIAL_ZERO_THRESHOLD, histogram.zeroThreshold());
        }
    }

    private static void writeBuckets(ProtoWriter out, int field, PointValue.Buckets buckets) {
        int message = out.begin(field);
        out.writeVarintOrOmit(MetricField.BUCKETS_OFFSET, ProtoWriter.zigZag(buckets.offset()));
        if (!buckets.counts().isEmpty()) {
            int packed = out.begin(MetricField.BUCKETS_COUNTS);
            buckets.counts().forEach(out::writePackedVarint);
            out.end(packed);
        }
        out.end(message);
    }

    private static void writeSummary(ProtoWriter out, MetricPoint point, PointValue.Summary summary) {
        writeTimes(out, point);
        out.writeFixed64OrOmit(MetricField.SUMMARY_COUNT, summary.count());
        writeNonZero(out, MetricField.SUMMARY_SUM, summary.sum());
        for (PointValue.ValueAtQuantile quantile : summary.quantiles()) {
            int message = out.begin(MetricField.SUMMARY_QUANTILES);
            writeNonZero(out, MetricField.QUANTILE, quantile.quantile());
            writeNonZero(out, MetricField.QUANTILE_VALUE, quantile.value());
            out.end(message);
        }
        AnyValueWire.writeAll(out, MetricField.SUMMARY_ATTRIBUTES, point.attributes());
        writeFlags(out, MetricField.SUMMARY_FLAGS, point);
    }

    private static void writeNonZero(ProtoWriter out, int field, double value) {
        out.writeFixed64OrOmit(field, Double.doubleToRawLongBits(value));
    }
}
