package dev.quipu.model.otlp;

/** Field numbers of {@code Metric} and its points (opentelemetry/proto/metrics/v1/metrics.proto). */
public final class MetricField {

    public static final int NAME = 1;
    public static final int DESCRIPTION = 2;
    public static final int UNIT = 3;
    public static final int GAUGE = 5;
    public static final int SUM = 7;
    public static final int HISTOGRAM = 9;
    public static final int EXPONENTIAL_HISTOGRAM = 10;
    public static final int SUMMARY = 11;
    public static final int METADATA = 12;

    public static final int DATA_POINTS = 1;
    public static final int TEMPORALITY = 2;
    public static final int MONOTONIC = 3;

    /** The same in every kind of point. */
    public static final int POINT_START_TIME = 2;

    public static final int POINT_TIME = 3;

    public static final int NUMBER_DOUBLE = 4;
    public static final int NUMBER_EXEMPLARS = 5;
    public static final int NUMBER_INT = 6;
    public static final int NUMBER_ATTRIBUTES = 7;
    public static final int NUMBER_FLAGS = 8;

    public static final int HISTOGRAM_COUNT = 4;
    public static final int HISTOGRAM_SUM = 5;
    public static final int HISTOGRAM_BUCKET_COUNTS = 6;
    public static final int HISTOGRAM_BOUNDS = 7;
    public static final int HISTOGRAM_EXEMPLARS = 8;
    public static final int HISTOGRAM_ATTRIBUTES = 9;
    public static final int HISTOGRAM_FLAGS = 10;
    public static final int HISTOGRAM_MIN = 11;
    public static final int HISTOGRAM_MAX = 12;

    public static final int EXPONENTIAL_ATTRIBUTES = 1;
    public static final int EXPONENTIAL_COUNT = 4;
    public static final int EXPONENTIAL_SUM = 5;
    public static final int EXPONENTIAL_SCALE = 6;
    public static final int EXPONENTIAL_ZERO_COUNT = 7;
    public static final int EXPONENTIAL_POSITIVE = 8;
    public static final int EXPONENTIAL_NEGATIVE = 9;
    public static final int EXPONENTIAL_FLAGS = 10;
    public static final int EXPONENTIAL_EXEMPLARS = 11;
    public static final int EXPONENTIAL_MIN = 12;
    public static final int EXPONENTIAL_MAX = 13;
    public static final int EXPONENTIAL_ZERO_THRESHOLD = 14;

    public static final int BUCKETS_OFFSET = 1;
    public static final int BUCKETS_COUNTS = 2;

    public static final int SUMMARY_COUNT = 4;
    public static final int SUMMARY_SUM = 5;
    public static final int SUMMARY_QUANTILES = 6;
    public static final int SUMMARY_ATTRIBUTES = 7;
    public static final int SUMMARY_FLAGS = 8;

    public static final int QUANTILE = 1;
    public static final int QUANTILE_VALUE = 2;

    public static final int EXEMPLAR_TIME = 2;
    public static final int EXEMPLAR_DOUBLE = 3;
    public static final int EXEMPLAR_SPAN_ID = 4;
    public static final int EXEMPLAR_TRACE_ID = 5;
    public static final int EXEMPLAR_INT = 6;
    public static final int EXEMPLAR_ATTRIBUTES = 7;

    private MetricField() {}
}
