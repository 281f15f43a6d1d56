package dev.quipu.model;

import java.util.List;

/**
 * What a metric's points have in common besides their resource and scope: OTLP's {@code Metric} without its data points.
 *
 * @param name not empty
 * @param description empty when unknown
 * @param unit as UCUM writes it; empty when unknown
 * @param metadata what the source knew beyond OTLP's fields, such as {@code prometheus.type}
 * @param temporality as OTLP numbers it: 0 unspecified, {@value #DELTA}, {@value #CUMULATIVE}, kept as sent; 0 for
 *     kinds that have none
 * @param monotonic whether a sum only grows; false for other kinds
 */
public record Metric(
        String name,
        String description,
        String unit,
        List<KeyValue> metadata,
        Kind kind,
        int temporality,
        boolean monotonic) {

    public static final int DELTA = 1;
    public static final int CUMULATIVE = 2;

    /** Which kind of data the points hold. The ordinal is part of the catalog. */
    public enum Kind {
        GAUGE,
        SUM,
        HISTOGRAM,
        EXPONENTIAL_HISTOGRAM,
        SUMMARY;

        /** Whether its points are of a span of time that OTLP calls delta or cumulative. */
        public boolean hasTemporality() {
            return this == SUM || this == HISTOGRAM || this == EXPONENTIAL_HISTOGRAM;
        }
    }

    public Metric {
        metadata = List.copyOf(metadata);
    }

    /** Whether its values grow from a start on until they are reset. */
    public boolean isCounter() {
        return switch (kind) {
            case SUM -> monotonic && temporality == CUMULATIVE;
            case HISTOGRAM, EXPONENTIAL_HISTOGRAM -> temporality == CUMULATIVE;
            case SUMMARY -> true;
            case GAUGE -> false;
        };
    }
}
