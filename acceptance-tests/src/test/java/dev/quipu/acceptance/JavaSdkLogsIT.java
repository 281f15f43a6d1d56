package dev.quipu.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.KeyValue;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.logs.Logger;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.logs.OtlpHttpLogRecordExporter;
import io.opentelemetry.exporter.otlp.logs.OtlpGrpcLogRecordExporter;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.logs.LogLimits;
import io.opentelemetry.sdk.logs.SdkLoggerProvider;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.logs.export.LogRecordExporter;
import io.opentelemetry.sdk.logs.export.SimpleLogRecordProcessor;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.testing.exporter.InMemoryLogRecordExporter;
import io.opentelemetry.sdk.trace.IdGenerator;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The unmodified OpenTelemetry Java SDK logs; storage gives back every field as the SDK recorded it. */
class JavaSdkLogsIT {

    private final Cluster cluster = Cluster.shared();
    private final String instance = UUID.randomUUID().toString();

    @ParameterizedTest
    @ValueSource(strings = {"none", "gzip"})
    void logsSentByHttpProtobufAreReadBackEqual(String compression) {
        sendAndReadBack(OtlpHttpLogRecordExporter.builder()
                .setEndpoint(cluster.otlpHttp().logs().toString())
                .setCompression(compression)
                .build());
    }

    @Test
    void logsSentByGrpcAreReadBackEqual() {
        sendAndReadBack(OtlpGrpcLogRecordExporter.builder()
                .setEndpoint("http://127.0.0.1:" + cluster.grpcPort())
                .build());
    }

    private void sendAndReadBack(LogRecordExporter exporter) {
        List<LogRecordData> recorded = record();
        CompletableResultCode result = exporter.export(recorded).join(60, TimeUnit.SECONDS);
        assertThat(result.isSuccess())
                .as("acknowledged: " + result.getFailureThrowable())
                .isTrue();

        assertThat(cluster.storageApi().logs("instance = \"" + instance + "\""))
                .containsExactlyInAnyOrderElementsOf(
                        recorded.stream().map(JavaSdkLogs::otlp).toList());
        assertThat(cluster.storageApi()
                        .logs("instance = \"" + instance + "\" && severity >= error && body has \"Payment refused\""))
                .hasSize(1);
    }

    private List<LogRecordData> record() {
        InMemoryLogRecordExporter recorded = InMemoryLogRecordExporter.create();
        try (SdkLoggerProvider provider = SdkLoggerProvider.builder()
                .setResource(Resource.create(Attributes.builder()
                        .put("service.name", "acceptance-java-logs")
                        .put("service.instance.id", instance)
                        .build()))
                .setLogLimits(
                        () -> LogLimits.builder().setMaxNumberOfAttributes(8).build())
                .addLogRecordProcessor(SimpleLogRecordProcessor.create(recorded))
                .build()) {
            useEveryField(provider.loggerBuilder("acceptance.logger")
                    .setInstrumentationVersion("1.2.3")
                    .setSchemaUrl("https://opentelemetry.io/schemas/1.36.0")
                    .build());
            return recorded.getFinishedLogRecordItems();
        }
    }

    private static void useEveryField(Logger logger) {
        for (Severity severity : Severity.values()) {
            logger.logRecordBuilder()
                    .setSeverity(severity)
                    .setSeverityText(severity.name().toLowerCase())
                    .setBody("of severity " + severity)
                    .emit();
        }
        SpanContext span = SpanContext.create(
                IdGenerator.random().generateTraceId(),
                IdGenerator.random().generateSpanId(),
                TraceFlags.getSampled(),
                TraceState.getDefault());
        logger.logRecordBuilder()
                .setContext(Context.root().with(Span.wrap(span)))
                .setTimestamp(Instant.now().minusSeconds(5))
                .setObservedTimestamp(Instant.now())
                .setSeverity(Severity.ERROR)
                .setBody("Payment refused – 漢字")
                .setAttribute(AttributeKey.stringKey("text"), "value")
                .setAttribute(AttributeKey.longKey("number"), Long.MIN_VALUE)
                .setAttribute(AttributeKey.doubleKey("fraction"), 0.1)
                .setAttribute(AttributeKey.booleanKey("truth"), true)
                .setAttribute(AttributeKey.longArrayKey("numbers"), List.of(1L, -2L))
                .emit();
        logger.logRecordBuilder().setEventName("session.start").emit();
        var crowded = logger.logRecordBuilder().setBody("more attributes than the limit");
        for (int i = 0; i < 20; i++) {
            crowded.setAttribute(AttributeKey.longKey("key." + i), (long) i);
        }
        crowded.emit();
        for (Value<?> body : List.of(
                Value.of(42L),
                Value.of(Double.NaN),
                Value.of(true),
                Value.of(new byte[] {0, -1, 7}),
                Value.of(Value.of("in a list"), Value.of(List.of())),
                Value.of(
                        KeyValue.of("key", Value.of("value")),
                        KeyValue.of("nested", Value.of(KeyValue.of("a", Value.of(1L))))))) {
            logger.logRecordBuilder().setBody(body).emit();
        }
    }
}
