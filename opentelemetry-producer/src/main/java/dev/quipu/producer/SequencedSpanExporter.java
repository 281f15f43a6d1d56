package dev.quipu.producer;

import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporterBuilder;
import io.opentelemetry.exporter.otlp.trace.OtlpGrpcSpanExporterBuilder;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.List;

/** Sends spans, each batch with its number. */
public final class SequencedSpanExporter implements SpanExporter {

    private final SpanExporter exporter;
    private final ProducerSequence sequence;

    /** An exporter that was built with the sequence, and no other exporter, as the supplier of its headers. */
    public SequencedSpanExporter(SpanExporter exporter, ProducerSequence sequence) {
        this.exporter = exporter;
        this.sequence = sequence;
    }

    /** Over HTTP. What {@code addHeader} gave the builder is kept; {@code setHeaders} is the sequence's. */
    public static SequencedSpanExporter create(OtlpHttpSpanExporterBuilder builder) {
        ProducerSequence sequence = new ProducerSequence();
        return new SequencedSpanExporter(builder.setHeaders(sequence).build(), sequence);
    }

    /** Over gRPC. What {@code addHeader} gave the builder is kept; {@code setHeaders} is the sequence's. */
    public static SequencedSpanExporter create(OtlpGrpcSpanExporterBuilder builder) {
        ProducerSequence sequence = new ProducerSequence();
        return new SequencedSpanExporter(builder.setHeaders(sequence).build(), sequence);
    }

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
        List<SpanData> batch = List.copyOf(spans); // the caller may empty its own as soon as it gives up waiting
        return sequence.export(batch.size(), () -> exporter.export(batch));
    }

    @Override
    public CompletableResultCode flush() {
        return CompletableResultCode.ofAll(List.of(sequence.flush(), exporter.flush()));
    }

    @Override
    public CompletableResultCode shutdown() {
        return exporter.shutdown();
    }
}
