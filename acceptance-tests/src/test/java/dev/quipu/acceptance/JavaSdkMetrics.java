package dev.quipu.acceptance;

import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.Exemplar;
import io.opentelemetry.proto.metrics.v1.ExponentialHistogram;
import io.opentelemetry.proto.metrics.v1.ExponentialHistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Gauge;
import io.opentelemetry.proto.metrics.v1.Histogram;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.MetricsData;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import io.opentelemetry.proto.metrics.v1.Sum;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.sdk.metrics.data.DoubleExemplarData;
import io.opentelemetry.sdk.metrics.data.DoublePointData;
import io.opentelemetry.sdk.metrics.data.ExemplarData;
import io.opentelemetry.sdk.metrics.data.ExponentialHistogramBuckets;
import io.opentelemetry.sdk.metrics.data.ExponentialHistogramPointData;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.metrics.data.LongExemplarData;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.data.PointData;
import java.util.Collection;
import java.util.List;
import java.util.Objects;

/** What the Java SDK measured, as OTLP's specification writes it; made without the SDK's exporter. */
final class JavaSdkMetrics {

    private JavaSdkMetrics() {}

    static List<OtlpPoint> otlp(Collection<MetricData> metrics) {
        MetricsData.Builder data = MetricsData.newBuilder();
        metrics.forEach(metric -> data.addResourceMetrics(ResourceMetrics.newBuilder()
                .setResource(Resource.newBuilder()
                        .addAllAttributes(
                                JavaSdkSpans.keyValues(metric.getResource().getAttributes())))
                .setSchemaUrl(Objects.requireNonNullElse(metric.getResource().getSchemaUrl(), ""))
                .addScopeMetrics(ScopeMetrics.newBuilder()
                        .setScope(InstrumentationScope.newBuilder()
                                .setName(metric.getInstrumentationScopeInfo().getName())
                                .setVersion(Objects.requireNonNullElse(
                                        metric.getInstrumentationScopeInfo().getVersion(), "")))
                        .setSchemaUrl(Objects.requireNonNullElse(
                                metric.getInstrumentationScopeInfo().getSchemaUrl(), ""))
                        .addMetrics(metric(metric)))));
        return OtlpPoint.listOf(data.build());
    }

    private static Metric metric(MetricData metric) {
        Metric.Builder built = Metric.newBuilder()
                .setName(metric.getName())
                .setDescription(metric.getDescription())
                .setUnit(metric.getUnit());
        switch (metric.getType()) {
            case LONG_GAUGE ->
                built.setGauge(Gauge.newBuilder()
                        .addAllDataPoints(numbers(metric.getLongGaugeData().getPoints())));
            case DOUBLE_GAUGE ->
                built.setGauge(Gauge.newBuilder()
                        .addAllDataPoints(numbers(metric.getDoubleGaugeData().getPoints())));
            case LONG_SUM ->
                built.setSum(Sum.newBuilder()
                        .setIsMonotonic(metric.getLongSumData().isMonotonic())
                        .setAggregationTemporality(
                                temporality(metric.getLongSumData().getAggregationTemporality()))
                        .addAllDataPoints(numbers(metric.getLongSumData().getPoints())));
            case DOUBLE_SUM ->
                built.setSum(Sum.newBuilder()
                        .setIsMonotonic(metric.getDoubleSumData().isMonotonic())
                        .setAggregationTemporality(
                                temporality(metric.getDoubleSumData().getAggregationTemporality()))
                        .addAllDataPoints(numbers(metric.getDoubleSumData().getPoints())));
            case HISTOGRAM ->
                built.setHistogram(Histogram.newBuilder()
                        .setAggregationTemporality(
                                temporality(metric.getHistogramData().getAggregationTemporality()))
                        .addAllDataPoints(metric.getHistogramData().getPoints().stream()
                                .map(JavaSdkMetrics::histogram)
                                .toList()));
            case EXPONENTIAL_HISTOGRAM ->
                built.setExponentialHistogram(ExponentialHistogram.newBuilder()
                        .setAggregationTemporality(
                                temporality(metric.getExponentialHistogramData().getAggregationTemporality()))
                        .addAllDataPoints(metric.getExponentialHistogramData().getPoints().stream()
                                .map(JavaSdkMetrics::exponential)
                                .toList()));
            case SUMMARY -> throw new IllegalArgumentException("the SDK has no instrument that makes summaries");
        }
        return built.build();
    }

    private static AggregationTemporality temporality(
            io.opentelemetry.sdk.metrics.data.AggregationTemporality temporality) {
        return switch (temporality) {
            case DELTA -> AggregationTemporality.AGGREGATION_TEMPORALITY_DELTA;
            case CUMULATIVE -> AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE;
        };
    }

    private static List<NumberDataPoint> numbers(Collection<? extends PointData> points) {
        return points.stream().map(JavaSdkMetrics::number).toList();
    }

    private static NumberDataPoint number(PointData point) {
        NumberDataPoint.Builder built = NumberDataPoint.newBuilder()
                .setStartTimeUnixNano(point.getStartEpochNanos())
                .setTimeUnixNano(point.getEpochNanos())
                .addAllAttributes(JavaSdkSpans.keyValues(point.getAttributes()))
                .addAllExemplars(exemplars(point.getExemplars()));
        if (point instanceof LongPointData number) {
            return built.setAsInt(number.getValue()).build();
        }
        return built.setAsDouble(((DoublePointData) point).getValue()).build();
    }

    private static HistogramDataPoint histogram(HistogramPointData point) {
        HistogramDataPoint.Builder built = HistogramDataPoint.newBuilder()
                .setStartTimeUnixNano(point.getStartEpochNanos())
                .setTimeUnixNano(point.getEpochNanos())
                .addAllAttributes(JavaSdkSpans.keyValues(point.getAttributes()))
                .addAllExemplars(exemplars(point.getExemplars()))
                .setCount(point.getCount())
                .setSum(point.getSum())
                .addAllExplicitBounds(point.getBoundaries())
                .addAllBucketCounts(point.getCounts());
        if (point.hasMin()) {
            built.setMin(point.getMin());
        }
        if (point.hasMax()) {
            built.setMax(point.getMax());
        }
        return built.build();
    }

    private static ExponentialHistogramDataPoint exponential(ExponentialHistogramPointData point) {
        ExponentialHistogramDataPoint.Builder built = ExponentialHistogramDataPoint.newBuilder()
                .setStartTimeUnixNano(point.getStartEpochNanos())
                .setTimeUnixNano(point.getEpochNanos())
                .addAllAttributes(JavaSdkSpans.keyValues(point.getAttributes()))
                .addAllExemplars(exemplars(point.getExemplars()))
                .setCount(point.getCount())
                .setSum(point.getSum())
                .setScale(point.getScale())
                .setZeroCount(point.getZeroCount())
                .setPositive(buckets(point.getPositiveBuckets()))
                .setNegative(buckets(point.getNegativeBuckets()));
        if (point.hasMin()) {
            built.setMin(point.getMin());
        }
        if (point.hasMax()) {
            built.setMax(point.getMax());
        }
        return built.build();
    }

    private static ExponentialHistogramDataPoint.Buckets buckets(ExponentialHistogramBuckets buckets) {
        return ExponentialHistogramDataPoint.Buckets.newBuilder()
                .setOffset(buckets.getOffset())
                .addAllBucketCounts(buckets.getBucketCounts())
                .build();
    }

    private static List<Exemplar> exemplars(List<? extends ExemplarData> exemplars) {
        return exemplars.stream().map(JavaSdkMetrics::exemplar).toList();
    }

    private static Exemplar exemplar(ExemplarData exemplar) {
        Exemplar.Builder built = Exemplar.newBuilder()
                .setTimeUnixNano(exemplar.getEpochNanos())
                .addAllFilteredAttributes(JavaSdkSpans.keyValues(exemplar.getFilteredAttributes()));
        if (exemplar.getSpanContext().isValid()) {
            built.setTraceId(JavaSdkSpans.bytes(exemplar.getSpanContext().getTraceId()))
                    .setSpanId(JavaSdkSpans.bytes(exemplar.getSpanContext().getSpanId()));
        }
        if (exemplar instanceof LongExemplarData number) {
            return built.setAsInt(number.getValue()).build();
        }
        return built.setAsDouble(((DoubleExemplarData) exemplar).getValue()).build();
    }
}
