package dev.quipu.producer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quipu.producer.RecordingDoor.Request;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.exporter.otlp.http.logs.OtlpHttpLogRecordExporter;
import io.opentelemetry.exporter.otlp.http.metrics.OtlpHttpMetricExporter;
import io.opentelemetry.sdk.logs.SdkLoggerProvider;
import io.opentelemetry.sdk.logs.export.SimpleLogRecordProcessor;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.export.PeriodicMetricReader;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SequencedSignalsTest {

    private static final AttributeKey<String> ROUTE = AttributeKey.stringKey("http.route");

    private final RecordingDoor door = new RecordingDoor();

    @BeforeEach
    void useTheClientThatTheExporterBrings() {
        System.setProperty(
                "io.opentelemetry.exporter.internal.http.HttpSenderProvider",
                "io.opentelemetry.exporter.sender.okhttp.internal.OkHttpHttpSenderProvider");
    }

    @AfterEach
    void close() {
        System.clearProperty("io.opentelemetry.exporter.internal.http.HttpSenderProvider");
        door.close();
    }

    @Test
    void logRecordsOfASimpleProcessorEachHaveANumber() {
        var exporter = SequencedLogRecordExporter.create(
                OtlpHttpLogRecordExporter.builder().setEndpoint(door.url("/v1/logs")));
        try (var provider = SdkLoggerProvider.builder()
                .addLogRecordProcessor(SimpleLogRecordProcessor.create(exporter))
                .build()) {
            for (int i = 0; i < 20; i++) {
                provider.get("test").logRecordBuilder().setBody("line " + i).emit();
            }
            provider.forceFlush().join(10, TimeUnit.SECONDS);
        }
        assertThat(door.requests()).hasSize(20);
        assertThat(door.requests()).allSatisfy(request -> {
            assertThat(request.records()).isEqualTo(1);
            assertThat(request.count()).isEqualTo(request.sequence());
        });
    }

    @Test
    void metricsCountTheirDataPoints() {
        var exporter =
                SequencedMetricExporter.create(OtlpHttpMetricExporter.builder().setEndpoint(door.url("/v1/metrics")));
        try (var provider = SdkMeterProvider.builder()
                .registerMetricReader(PeriodicMetricReader.create(exporter))
                .build()) {
            LongCounter requests =
                    provider.get("test").counterBuilder("requests").build();
            requests.add(1, Attributes.of(ROUTE, "/cart"));
            requests.add(1, Attributes.of(ROUTE, "/checkout"));
            provider.forceFlush().join(10, TimeUnit.SECONDS);
        }
        Request first = door.requests().get(0);
        assertThat(first.sequence()).isEqualTo(1);
        assertThat(first.records()).isEqualTo(2);
        assertThat(first.count()).isEqualTo(2);
    }
}
