package dev.quipu.producer;

import io.opentelemetry.exporter.otlp.http.logs.OtlpHttpLogRecordExporterBuilder;
import io.opentelemetry.exporter.otlp.logs.OtlpGrpcLogRecordExporterBuilder;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.logs.export.LogRecordExporter;
import java.util.Collection;
import java.util.List;

/** Sends log records, each batch with its number. */
public final class SequencedLogRecordExporter implements LogRecordExporter {

    private final LogRecordExporter exporter;
    private final ProducerSequence sequence;

    /** An exporter that was built with the sequence, and no other exporter, as the supplier of its headers. */
    public SequencedLogRecordExporter(LogRecordExporter exporter, ProducerSequence sequence) {
        this.exporter = exporter;
        this.sequence = sequence;
    }

    /** Over HTTP. What {@code addHeader} gave the builder is kept; {@code setHeaders} is the sequence's. */
    public static SequencedLogRecordExporter create(OtlpHttpLogRecordExporterBuilder builder) {
        ProducerSequence sequence = new ProducerSequence();
        return new SequencedLogRecordExporter(builder.setHeaders(sequence).build(), sequence);
    }

    /** Over gRPC. What {@code addHeader} gave the builder is kept; {@code setHeaders} is the sequence's. */
    public static SequencedLogRecordExporter create(OtlpGrpcLogRecordExporterBuilder builder) {
        ProducerSequence sequence = new ProducerSequence();
        return new SequencedLogRecordExporter(builder.setHeaders(sequence).build(), sequence);
    }

    @Override
    public CompletableResultCode export(Collection<LogRecordData> logs) {
        List<LogRecordData> batch = List.copyOf(logs); // the caller may empty its own as soon as it gives up waiting
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
