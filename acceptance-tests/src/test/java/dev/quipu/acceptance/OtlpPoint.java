package dev.quipu.acceptance;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.metrics.v1.ExponentialHistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.MetricsData;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import io.opentelemetry.proto.metrics.v1.SummaryDataPoint;
import io.opentelemetry.proto.resource.v1.Resource;
import java.util.ArrayList;
import java.util.List;

/**
 * A data point with all it inherits, in a form in which two are equal when OTLP says so: an absent message equals an
 * empty one and the order of attributes says nothing.
 *
 * @param metric without its points
 */
record OtlpPoint(
        Resource resource,
        String resourceSchemaUrl,
        InstrumentationScope scope,
        String scopeSchemaUrl,
        Metric metric,
        Message point) {

    OtlpPoint {
        resource = resource.toBuilder()
                .clearAttributes()
                .addAllAttributes(OtlpSpan.sorted(resource.getAttributesList()))
                .build();
        scope = scope.toBuilder()
                .clearAttributes()
                .addAllAttributes(OtlpSpan.sorted(scope.getAttributesList()))
                .build();
        point = sorted(point);
    }

    private static Message sorted(Message point) {
        if (point instanceof NumberDataPoint number) {
            return number.toBuilder()
                    .clearAttributes()
                    .addAllAttributes(OtlpSpan.sorted(number.getAttributesList()))
                    .build();
        }
        if (point instanceof HistogramDataPoint histogram) {
            return histogram.toBuilder()
                    .clearAttributes()
                    .addAllAttributes(OtlpSpan.sorted(histogram.getAttributesList()))
                    .build();
        }
        if (point instanceof ExponentialHistogramDataPoint histogram) {
            return histogram.toBuilder()
                    .clearAttributes()
                    .addAllAttributes(OtlpSpan.sorted(histogram.getAttributesList()))
                    .build();
        }
        return ((SummaryDataPoint) point)
                .toBuilder()
                        .clearAttributes()
                        .addAllAttributes(OtlpSpan.sorted(((SummaryDataPoint) point).getAttributesList()))
                        .build();
    }

    /** @param protobuf an ExportMetricsServiceRequest or a MetricsData: their wire form is the same */
    static List<OtlpPoint> listOf(byte[] protobuf) {
        try {
            return listOf(MetricsData.parseFrom(protobuf));
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException(e);
        }
    }

    static List<OtlpPoint> listOf(MetricsData data) {
        List<OtlpPoint> points = new ArrayList<>();
        for (ResourceMetrics ofResource : data.getResourceMetricsList()) {
            for (ScopeMetrics ofScope : ofResource.getScopeMetricsList()) {
                for (Metric metric : ofScope.getMetricsList()) {
                    for (Message point : pointsOf(metric)) {
                        points.add(new OtlpPoint(
                                ofResource.getResource(),
                                ofResource.getSchemaUrl(),
                                ofScope.getScope(),
                                ofScope.getSchemaUrl(),
                                withoutPoints(metric),
                                point));
                    }
                }
            }
        }
        return points;
    }

    private static List<? extends Message> pointsOf(Metric metric) {
        return switch (metric.getDataCase()) {
            case GAUGE -> metric.getGauge().getDataPointsList();
            case SUM -> metric.getSum().getDataPointsList();
            case HISTOGRAM -> metric.getHistogram().getDataPointsList();
            case EXPONENTIAL_HISTOGRAM -> metric.getExponentialHistogram().getDataPointsList();
            case SUMMARY -> metric.getSummary().getDataPointsList();
            case DATA_NOT_SET -> List.of();
        };
    }

    private static Metric withoutPoints(Metric metric) {
        Metric.Builder built = metric.toBuilder();
        switch (metric.getDataCase()) {
            case GAUGE -> built.getGaugeBuilder().clearDataPoints();
            case SUM -> built.getSumBuilder().clearDataPoints();
            case HISTOGRAM -> built.getHistogramBuilder().clearDataPoints();
            case EXPONENTIAL_HISTOGRAM -> built.getExponentialHistogramBuilder().clearDataPoints();
            case SUMMARY -> built.getSummaryBuilder().clearDataPoints();
            case DATA_NOT_SET -> {}
        }
        return built.build();
    }
}
