package dev.quipu.model;

import java.util.List;

/**
 * One data point of a metric: a record, and what OTLP's {@code NumberDataPoint}, {@code HistogramDataPoint},
 * {@code ExponentialHistogramDataPoint} and {@code SummaryDataPoint} say, with all that they belong to.
 *
 * @param attributes of the point; together with resource, scope and metric they name its series
 * @param startTimeUnixNano since when a sum or histogram counts, nanoseconds since 1970 UTC, unsigned; 0 when unknown
 * @param timeUnixNano when it was so
 * @param flags unsigned 32 bits; bit 0 says that the source has no value any more
 * @param exemplars none for summaries
 */
public record MetricPoint(
        Resource resource,
        InstrumentationScope scope,
        Metric metric,
        List<KeyValue> attributes,
        long startTimeUnixNano,
        long timeUnixNano,
        int flags,
        PointValue value,
        List<Exemplar> exemplars) {

    /** The flag of a point that only says that its series has ended or paused. */
    public static final int NO_RECORDED_VALUE = 1;

    public MetricPoint {
        attributes = List.copyOf(attributes);
        exemplars = List.copyOf(exemplars);
    }

    public boolean hasNoRecordedValue() {
        return (flags & NO_RECORDED_VALUE) != 0;
    }

    /**
     * A measurement that stands for those of a point, with the trace that it was made in.
     *
     * @param filteredAttributes of the measurement, beyond those of the point
     * @param value {@link PointValue.Kind#NONE}, {@code INT} or {@code DOUBLE}
     * @param traceIdHigh upper half of the trace id; both halves 0 when there is none
     * @param spanId {@link SpanId#NONE} when there is none
     */
    public record Exemplar(
            List<KeyValue> filteredAttributes,
            long timeUnixNano,
            PointValue value,
            long traceIdHigh,
            long traceIdLow,
            SpanId spanId) {
        public Exemplar {
            filteredAttributes = List.copyOf(filteredAttributes);
        }
    }
}
