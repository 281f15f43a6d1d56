package dev.quipu.demo;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.logs.export.LogRecordExporter;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicLong;

/** Counts the log records that the collector acknowledged. */
final class CountingLogExporter implements LogRecordExporter {

    private final LogRecordExporter exporter;
    private final AtomicLong acknowledged = new AtomicLong();

    CountingLogExporter(LogRecordExporter exporter) {
        this.exporter = exporter;
    }

    @Override
    public CompletableResultCode export(Collection<LogRecordData> logs) {
        CompletableResultCode result = exporter.export(logs);
        return result.whenComplete(() -> acknowledged.addAndGet(result.isSuccess() ? logs.size() : 0));
    }

    long acknowledged() {
        return acknowledged.get();
    }

    @Override
    public CompletableResultCode flush() {
        return exporter.flush();
    }

    @Override
    public CompletableResultCode shutdown() {
        return exporter.shutdown();
    }
}
