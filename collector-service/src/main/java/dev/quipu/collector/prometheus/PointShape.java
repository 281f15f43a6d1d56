package dev.quipu.collector.prometheus;

import dev.quipu.model.otlp.MetricField;

/** The kinds of data of OTLP's {@code Metric}, with the temporality that Prometheus' types have. */
public enum PointShape {
    GAUGE(MetricField.GAUGE, Temporality.NONE, false),
    MONOTONIC_SUM(MetricField.SUM, Temporality.CUMULATIVE, true),
    SUM(MetricField.SUM, Temporality.CUMULATIVE, false),
    HISTOGRAM(MetricField.HISTOGRAM, Temporality.CUMULATIVE, false),
    /** A distribution of one moment, which OTLP has no word for: nothing of it accumulates. */
    GAUGE_HISTOGRAM(MetricField.HISTOGRAM, Temporality.DELTA, false),
    EXPONENTIAL_HISTOGRAM(MetricField.EXPONENTIAL_HISTOGRAM, Temporality.CUMULATIVE, false),
    GAUGE_EXPONENTIAL_HISTOGRAM(MetricField.EXPONENTIAL_HISTOGRAM, Temporality.DELTA, false),
    SUMMARY(MetricField.SUMMARY, Temporality.NONE, false);

    private enum Temporality {
        NONE,
        DELTA,
        CUMULATIVE
    }

    private final int field;
    private final Temporality temporality;
    private final boolean monotonic;

    PointShape(int field, Temporality temporality, boolean monotonic) {
        this.field = field;
        this.temporality = temporality;
        this.monotonic = monotonic;
    }

    /** Field number in {@code Metric}. */
    int field() {
        return field;
    }

    /** Code of {@code AggregationTemporality}; 0 where the message has no such field. */
    int temporality() {
        return temporality.ordinal();
    }

    /** Field number of the attributes in this shape's points. */
    int attributesField() {
        return switch (this) {
            case GAUGE, SUM, MONOTONIC_SUM, SUMMARY -> MetricField.NUMBER_ATTRIBUTES;
            case HISTOGRAM, GAUGE_HISTOGRAM -> MetricField.HISTOGRAM_ATTRIBUTES;
            case EXPONENTIAL_HISTOGRAM, GAUGE_EXPONENTIAL_HISTOGRAM -> MetricField.EXPONENTIAL_ATTRIBUTES;
        };
    }

    /** Field number of the flags in this shape's points. */
    int flagsField() {
        return switch (this) {
            case GAUGE, SUM, MONOTONIC_SUM, SUMMARY -> MetricField.NUMBER_FLAGS;
            case HISTOGRAM, GAUGE_HISTOGRAM, EXPONENTIAL_HISTOGRAM, GAUGE_EXPONENTIAL_HISTOGRAM ->
                MetricField.HISTOGRAM_FLAGS;
        };
    }

    boolean monotonic() {
        return monotonic;
    }
}
