package dev.quipu.model.otlp;

import static dev.quipu.model.otlp.OtlpMessage.field;

import dev.quipu.model.otlp.OtlpMessage.Type;
import java.util.List;

/** What the JSON form needs to know of the messages of metrics (opentelemetry/proto/metrics/v1/metrics.proto). */
final class OtlpMetricMessages {

    private static final OtlpMessage EXEMPLAR = new OtlpMessage(
            field(MetricField.EXEMPLAR_ATTRIBUTES, "filteredAttributes", () -> OtlpMessage.KEY_VALUE)
                    .list(),
            field(MetricField.EXEMPLAR_TIME, "timeUnixNano", Type.FIXED64),
            field(MetricField.EXEMPLAR_DOUBLE, "asDouble", Type.DOUBLE),
            field(MetricField.EXEMPLAR_INT, "asInt", Type.SFIXED64),
            field(MetricField.EXEMPLAR_SPAN_ID, "spanId", Type.ID),
            field(MetricField.EXEMPLAR_TRACE_ID, "traceId", Type.ID));

    private static final OtlpMessage NUMBER_POINT = new OtlpMessage(
            field(MetricField.NUMBER_ATTRIBUTES, "attributes", () -> OtlpMessage.KEY_VALUE)
                    .list(),
            field(MetricField.POINT_START_TIME, "startTimeUnixNano", Type.FIXED64),
            field(MetricField.POINT_TIME, "timeUnixNano", Type.FIXED64),
            field(MetricField.NUMBER_DOUBLE, "asDouble", Type.DOUBLE),
            field(MetricField.NUMBER_INT, "asInt", Type.SFIXED64),
            field(MetricField.NUMBER_EXEMPLARS, "exemplars", () -> EXEMPLAR).list(),
            field(MetricField.NUMBER_FLAGS, "flags", Type.UINT32));

    private static final OtlpMessage HISTOGRAM_POINT = new OtlpMessage(
            field(MetricField.HISTOGRAM_ATTRIBUTES, "attributes", () -> OtlpMessage.KEY_VALUE)
                    .list(),
            field(MetricField.POINT_START_TIME, "startTimeUnixNano", Type.FIXED64),
            field(MetricField.POINT_TIME, "timeUnixNano", Type.FIXED64),
            field(MetricField.HISTOGRAM_COUNT, "count", Type.FIXED64),
            field(MetricField.HISTOGRAM_SUM, "sum", Type.DOUBLE),
            field(MetricField.HISTOGRAM_BUCKET_COUNTS, "bucketCounts", Type.FIXED64)
                    .list(),
            field(MetricField.HISTOGRAM_BOUNDS, "explicitBounds", Type.DOUBLE).list(),
            field(MetricField.HISTOGRAM_EXEMPLARS, "exemplars", () -> EXEMPLAR).list(),
            field(MetricField.HISTOGRAM_FLAGS, "flags", Type.UINT32),
            field(MetricField.HISTOGRAM_MIN, "min", Type.DOUBLE),
            field(MetricField.HISTOGRAM_MAX, "max", Type.DOUBLE));

    private static final OtlpMessage BUCKETS = new OtlpMessage(
            field(MetricField.BUCKETS_OFFSET, "offset", Type.SINT32),
            field(MetricField.BUCKETS_COUNTS, "bucketCounts", Type.UINT64).list());

    private static final OtlpMessage EXPONENTIAL_POINT = new OtlpMessage(
            field(MetricField.EXPONENTIAL_ATTRIBUTES, "attributes", () -> OtlpMessage.KEY_VALUE)
                    .list(),
            field(MetricField.POINT_START_TIME, "startTimeUnixNano", Type.FIXED64),
            field(MetricField.POINT_TIME, "timeUnixNano", Type.FIXED64),
            field(MetricField.EXPONENTIAL_COUNT, "count", Type.FIXED64),
            field(MetricField.EXPONENTIAL_SUM, "sum", Type.DOUBLE),
            field(MetricField.EXPONENTIAL_SCALE, "scale", Type.SINT32),
            field(MetricField.EXPONENTIAL_ZERO_COUNT, "zeroCount", Type.FIXED64),
            field(MetricField.EXPONENTIAL_POSITIVE, "positive", () -> BUCKETS),
            field(MetricField.EXPONENTIAL_NEGATIVE, "negative", () -> BUCKETS),
            field(MetricField.EXPONENTIAL_FLAGS, "flags", Type.UINT32),
            field(MetricField.EXPONENTIAL_EXEMPLARS, "exemplars", () -> EXEMPLAR)
                    .list(),
            field(MetricField.EXPONENTIAL_MIN, "min", Type.DOUBLE),
            field(MetricField.EXPONENTIAL_MAX, "max", Type.DOUBLE),
            field(MetricField.EXPONENTIAL_ZERO_THRESHOLD, "zeroThreshold", Type.DOUBLE));

    private static final OtlpMessage QUANTILE = new OtlpMessage(
            field(MetricField.QUANTILE, "quantile", Type.DOUBLE),
            field(MetricField.QUANTILE_VALUE, "value", Type.DOUBLE));

    private static final OtlpMessage SUMMARY_POINT = new OtlpMessage(
            field(MetricField.SUMMARY_ATTRIBUTES, "attributes", () -> OtlpMessage.KEY_VALUE)
                    .list(),
            field(MetricField.POINT_START_TIME, "startTimeUnixNano", Type.FIXED64),
            field(MetricField.POINT_TIME, "timeUnixNano", Type.FIXED64),
            field(MetricField.SUMMARY_COUNT, "count", Type.FIXED64),
            field(MetricField.SUMMARY_SUM, "sum", Type.DOUBLE),
            field(MetricField.SUMMARY_QUANTILES, "quantileValues", () -> QUANTILE)
                    .list(),
            field(MetricField.SUMMARY_FLAGS, "flags", Type.UINT32));

    private static final OtlpMessage.Field TEMPORALITY = field(
            MetricField.TEMPORALITY,
            "aggregationTemporality",
            List.of(
                    "AGGREGATION_TEMPORALITY_UNSPECIFIED",
                    "AGGREGATION_TEMPORALITY_DELTA",
                    "AGGREGATION_TEMPORALITY_CUMULATIVE"));

    private static OtlpMessage.Field points(OtlpMessage point) {
        return field(MetricField.DATA_POINTS, "dataPoints", () -> point).list();
    }

    private static final OtlpMessage GAUGE = new OtlpMessage(points(NUMBER_POINT));

    private static final OtlpMessage SUM =
            new OtlpMessage(points(NUMBER_POINT), TEMPORALITY, field(MetricField.MONOTONIC, "isMonotonic", Type.BOOL));

    private static final OtlpMessage HISTOGRAM = new OtlpMessage(points(HISTOGRAM_POINT), TEMPORALITY);

    private static final OtlpMessage EXPONENTIAL_HISTOGRAM = new OtlpMessage(points(EXPONENTIAL_POINT), TEMPORALITY);

    private static final OtlpMessage SUMMARY = new OtlpMessage(points(SUMMARY_POINT));

    private static final OtlpMessage METRIC = new OtlpMessage(
            field(MetricField.NAME, "name", Type.STRING),
            field(MetricField.DESCRIPTION, "description", Type.STRING),
            field(MetricField.UNIT, "unit", Type.STRING),
            field(MetricField.GAUGE, "gauge", () -> GAUGE),
            field(MetricField.SUM, "sum", () -> SUM),
            field(MetricField.HISTOGRAM, "histogram", () -> HISTOGRAM),
            field(MetricField.EXPONENTIAL_HISTOGRAM, "exponentialHistogram", () -> EXPONENTIAL_HISTOGRAM),
            field(MetricField.SUMMARY, "summary", () -> SUMMARY),
            field(MetricField.METADATA, "metadata", () -> OtlpMessage.KEY_VALUE).list());

    private static final OtlpMessage SCOPE_METRICS = new OtlpMessage(
            field(ResourceWire.SUBJECT, "scope", () -> OtlpMessage.SCOPE),
            field(ResourceWire.CONTENT, "metrics", () -> METRIC).list(),
            field(ResourceWire.SCHEMA_URL, "schemaUrl", Type.STRING));

    private static final OtlpMessage RESOURCE_METRICS = new OtlpMessage(
            field(ResourceWire.SUBJECT, "resource", () -> OtlpMessage.RESOURCE),
            field(ResourceWire.CONTENT, "scopeMetrics", () -> SCOPE_METRICS).list(),
            field(ResourceWire.SCHEMA_URL, "schemaUrl", Type.STRING));

    /** {@code MetricsData} and {@code ExportMetricsServiceRequest}, which have the same fields. */
    static final OtlpMessage METRICS_DATA =
            new OtlpMessage(field(1, "resourceMetrics", () -> RESOURCE_METRICS).list());

    private OtlpMetricMessages() {}
}
