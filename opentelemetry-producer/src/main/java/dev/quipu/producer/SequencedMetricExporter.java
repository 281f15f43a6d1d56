package dev.quipu.producer;

import io.opentelemetry.exporter.otlp.http.metrics.OtlpHttpMetricExporterBuilder;
import io.opentelemetry.exporter.otlp.metrics.OtlpGrpcMetricExporterBuilder;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.export.MemoryMode;
import io.opentelemetry.sdk.metrics.Aggregation;
import io.opentelemetry.sdk.metrics.InstrumentType;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.export.MetricExporter;
import java.util.Collection;
import java.util.List;

/** Sends metrics, each batch with its number; what is counted are data points. */
public final class SequencedMetricExporter implements MetricExporter {

    private final MetricExporter exporter;
    private final ProducerSequence sequence;

    /** An exporter that was built with the sequence, and no other exporter, as the supplier of its headers. */
    public SequencedMetricExporter(MetricExporter exporter, ProducerSequence sequence) {
        this.exporter = exporter;
        this.sequence = sequence;
    }

    /** Over HTTP. What {@code addHeader} gave the builder is kept; {@code setHeaders} is the sequence's. */
    public static SequencedMetricExporter create(OtlpHttpMetricExporterBuilder builder) {
        ProducerSequence sequence = new ProducerSequence();
        return new SequencedMetricExporter(builder.setHeaders(sequence).build(), sequence);
    }

    /** Over gRPC. What {@code addHeader} gave the builder is kept; {@code setHeaders} is the sequence's. */
    public static SequencedMetricExporter create(OtlpGrpcMetricExporterBuilder builder) {
        ProducerSequence sequence = new ProducerSequence();
        return new SequencedMetricExporter(builder.setHeaders(sequence).build(), sequence);
    }

    @Override
    public CompletableResultCode export(Collection<MetricData> metrics) {
        List<MetricData> batch = List.copyOf(metrics); // the caller may empty its own as soon as it gives up waiting
        return sequence.export(points(batch), () -> exporter.export(batch));
    }

    @Override
    public CompletableResultCode flush() {
        return CompletableResultCode.ofAll(List.of(sequence.flush(), exporter.flush()));
    }

    @Override
    public CompletableResultCode shutdown() {
        return exporter.shutdown();
    }

    @Override
    public AggregationTemporality getAggregationTemporality(InstrumentType instrument) {
        return exporter.getAggregationTemporality(instrument);
    }

    @Override
    public Aggregation getDefaultAggregation(InstrumentType instrument) {
        return exporter.getDefaultAggregation(instrument);
    }

    @Override
    public MemoryMode getMemoryMode() {
        return exporter.getMemoryMode();
    }

    private static long points(List<MetricData> metrics) {
        return metrics.stream()
                .mapToLong(metric -> metric.getData().getPoints().size())
                .sum();
    }
}
