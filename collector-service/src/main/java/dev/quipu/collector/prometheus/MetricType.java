package dev.quipu.collector.prometheus;

import java.util.Locale;

/** Prometheus' types of metrics, in the order of their codes in both remote-write protocols. */
public enum MetricType {
    UNKNOWN,
    COUNTER,
    GAUGE,
    HISTOGRAM,
    GAUGEHISTOGRAM,
    SUMMARY,
    INFO,
    STATESET;

    /** The word of {@code TYPE} lines, and of {@code prometheus.type} in a metric's metadata. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Unknown for codes that are not known here. */
    public static MetricType ofCode(long code) {
        return code >= 0 && code < values().length ? values()[(int) code] : UNKNOWN;
    }

    /**
     * The shape of a series that comes by itself, as remote write sends it. What counts up stays a sum when its type
     * says so; no histogram is put together of parts that may come apart.
     */
    public PointShape shapeOfSeries(String seriesName) {
        return switch (this) {
            case UNKNOWN, GAUGE, GAUGEHISTOGRAM -> PointShape.GAUGE;
            case COUNTER -> seriesName.endsWith("_created") ? PointShape.GAUGE : PointShape.MONOTONIC_SUM;
            case HISTOGRAM ->
                seriesName.endsWith("_bucket") || seriesName.endsWith("_count") || seriesName.endsWith("_sum")
                        ? PointShape.MONOTONIC_SUM
                        : PointShape.GAUGE;
            case SUMMARY ->
                seriesName.endsWith("_count") || seriesName.endsWith("_sum")
                        ? PointShape.MONOTONIC_SUM
                        : PointShape.GAUGE;
            case INFO, STATESET -> PointShape.SUM;
        };
    }
}
