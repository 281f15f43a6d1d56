package dev.quipu.analysis.jaeger;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A family of metrics as Jaeger's service performance monitoring shows it (OpenMetrics' data model as JSON). */
@Schema(description = "Points over time, a line for each service, or for each of its span names.")
public record JaegerMetrics(
        @Schema(description = "What the points are.", examples = "service_latencies")
        String name,

        @Schema(description = "Always GAUGE.", examples = "GAUGE")
        String type,

        @Schema(
                description = "What the points are, in words.",
                examples = "0.95th quantile latency, grouped by service")
        String help,

        @Schema(description = "The lines.") List<Line> metrics) {

    public JaegerMetrics {
        metrics = List.copyOf(metrics);
    }

    /** The points of a service, or of a span name of it. */
    @Schema(name = "JaegerMetric", description = "The points of a service, or of a span name of it.")
    public record Line(
            @Schema(description = "Whose points they are: service_name, and operation where span names are told apart.")
            List<Label> labels,

            @Schema(description = "In the order of time.") List<Point> metricPoints) {
        public Line {
            labels = List.copyOf(labels);
            metricPoints = List.copyOf(metricPoints);
        }
    }

    /** A name and its value. */
    @Schema(name = "JaegerMetricLabel", description = "A name and its value.")
    public record Label(
            @Schema(description = "The name.", examples = "service_name")
            String name,

            @Schema(description = "The value.", examples = "checkout")
            String value) {}

    /** The value at a time. */
    @Schema(name = "JaegerMetricPoint", description = "The value at a time.")
    public record Point(
            @Schema(description = "The value.") Value gaugeValue,

            @Schema(
                    description = "When, in RFC 3339: the end of the time that the value is about.",
                    examples = "2026-01-01T00:00:00Z")
            String timestamp) {}

    /** The value of a gauge. */
    @Schema(name = "JaegerMetricValue", description = "The value of a gauge.")
    public record Value(
            @Schema(
                    description = "Milliseconds of a latency, calls a second, or the share of calls with an error.",
                    examples = "12.5")
            double doubleValue) {}
}
