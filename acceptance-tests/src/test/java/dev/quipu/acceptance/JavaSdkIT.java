package dev.quipu.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.trace.OtlpGrpcSpanExporter;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.IdGenerator;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanLimits;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The unmodified OpenTelemetry Java SDK sends; storage gives back every field as the SDK recorded it. */
class JavaSdkIT {

    private final Cluster cluster = Cluster.shared();

    @ParameterizedTest
    @ValueSource(strings = {"none", "gzip"})
    void spansSentByHttpProtobufAreReadBackEqual(String compression) {
        sendAndReadBack(OtlpHttpSpanExporter.builder()
                .setEndpoint(cluster.otlpHttp().traces().toString())
                .setCompression(compression)
                .build());
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "gzip"})
    void spansSentByGrpcAreReadBackEqual(String compression) {
        sendAndReadBack(OtlpGrpcSpanExporter.builder()
                .setEndpoint("http://127.0.0.1:" + cluster.grpcPort())
                .setCompression(compression)
                .build());
    }

    @Test
    void whatIsAcknowledgedIsQueryableAtOnce() {
        SpanExporter exporter = OtlpHttpSpanExporter.builder()
                .setEndpoint(cluster.otlpHttp().traces().toString())
                .build();
        for (int i = 0; i < 20; i++) {
            List<SpanData> span =
                    record(tracer -> tracer.spanBuilder("once").startSpan().end());
            send(exporter, span);
            assertThat(cluster.storageApi().trace(span.get(0).getTraceId())).hasSize(1);
        }
    }

    private void sendAndReadBack(SpanExporter exporter) {
        List<SpanData> recorded = record(JavaSdkIT::useEveryField);
        send(exporter, recorded);

        Set<String> traceIds = recorded.stream().map(SpanData::getTraceId).collect(Collectors.toSet());
        SpanSets.assertSame(
                cluster.storageApi().traces(traceIds),
                recorded.stream().map(JavaSdkSpans::otlp).toList());
    }

    private static void send(SpanExporter exporter, List<SpanData> spans) {
        CompletableResultCode result = exporter.export(spans).join(60, TimeUnit.SECONDS);
        assertThat(result.isSuccess())
                .as("acknowledged: " + result.getFailureThrowable())
                .isTrue();
    }

    private static List<SpanData> record(java.util.function.Consumer<Tracer> instrumented) {
        InMemorySpanExporter recorded = InMemorySpanExporter.create();
        try (SdkTracerProvider provider = SdkTracerProvider.builder()
                .setResource(Resource.create(
                        Attributes.builder()
                                .put("service.name", "acceptance-java")
                                .put("service.namespace", "quipu.acceptance")
                                .put("service.instance.id", "java-1")
                                .put("process.pid", 4711L)
                                .put(AttributeKey.stringArrayKey("process.command_args"), List.of("java", "", "-jar"))
                                .build(),
                        "https://opentelemetry.io/schemas/1.37.0"))
                .setSpanLimits(SpanLimits.builder()
                        .setMaxNumberOfAttributes(24)
                        .setMaxNumberOfEvents(4)
                        .setMaxNumberOfLinks(3)
                        .setMaxNumberOfAttributesPerEvent(20)
                        .setMaxNumberOfAttributesPerLink(2)
                        .build())
                .addSpanProcessor(SimpleSpanProcessor.create(recorded))
                .build()) {
            instrumented.accept(provider.tracerBuilder("acceptance.scope")
                    .setInstrumentationVersion("1.2.3")
                    .setSchemaUrl("https://opentelemetry.io/schemas/1.36.0")
                    .build());
            return recorded.getFinishedSpanItems();
        }
    }

    private static void useEveryField(Tracer tracer) {
        TraceState state =
                TraceState.builder().put("vendor", "a1").put("other", "b:2").build();
        SpanContext remoteParent = SpanContext.createFromRemoteParent(
                IdGenerator.random().generateTraceId(),
                IdGenerator.random().generateSpanId(),
                TraceFlags.getSampled(),
                state);
        Span root = tracer.spanBuilder("entry")
                .setParent(Context.root().with(Span.wrap(remoteParent)))
                .setSpanKind(SpanKind.SERVER)
                .setAllAttributes(everyType())
                .startSpan();
        Context inRoot = Context.root().with(root);
        root.addEvent("bare event");
        root.addEvent("event", everyType());
        root.recordException(new IllegalStateException("not now – 漢字"));
        root.setStatus(StatusCode.ERROR, "failed – with an em dash");
        for (SpanKind kind : SpanKind.values()) {
            Span child = tracer.spanBuilder("kind " + kind)
                    .setParent(inRoot)
                    .setSpanKind(kind)
                    .startSpan();
            child.setStatus(StatusCode.OK);
            child.end();
        }
        recordMoreThanTheLimits(tracer, remoteParent, inRoot);
        Instant instant = Instant.now().minusSeconds(60);
        tracer.spanBuilder("no time at all")
                .setParent(inRoot)
                .setStartTimestamp(instant)
                .startSpan()
                .end(instant);
        tracer.spanBuilder("a root of its own").setNoParent().startSpan().end();
        root.end();
    }

    private static void recordMoreThanTheLimits(Tracer tracer, SpanContext remoteParent, Context parent) {
        Span span = tracer.spanBuilder("")
                .setParent(parent)
                .addLink(remoteParent)
                .addLink(
                        remoteParent,
                        Attributes.builder()
                                .put("a", 1)
                                .put("b", "two")
                                .put("c", true)
                                .build())
                .addLink(SpanContext.create(
                        IdGenerator.random().generateTraceId(),
                        IdGenerator.random().generateSpanId(),
                        TraceFlags.getDefault(),
                        TraceState.getDefault()))
                .addLink(remoteParent)
                .startSpan();
        for (int i = 0; i < 30; i++) {
            span.setAttribute("key " + i, i);
        }
        for (int i = 0; i < 6; i++) {
            span.addEvent("event " + i, Attributes.of(AttributeKey.longKey("i"), (long) i));
        }
        span.end();
    }

    private static Attributes everyType() {
        return Attributes.builder()
                .put("text", "plain")
                .put("text.empty", "")
                .put("text.unicode", "añ😀\u0000\n\"\\")
                .put("text.long", "x".repeat(5_000))
                .put("yes", true)
                .put("no", false)
                .put("zero", 0L)
                .put("integer.max", Long.MAX_VALUE)
                .put("integer.min", Long.MIN_VALUE)
                .put("double.nan", Double.NaN)
                .put("double.infinite", Double.NEGATIVE_INFINITY)
                .put("double.negative.zero", -0.0)
                .put("double.tiny", Double.MIN_VALUE)
                .put("array.text", "a", "", "ü")
                .put("array.integer", 1L, -2L, 3_000_000_000L)
                .put("array.double", 0.5, Double.POSITIVE_INFINITY)
                .put("array.bool", true, false)
                .put(AttributeKey.stringArrayKey("array.empty"), List.of())
                .put("key with \"quotes\" and blanks", 1L)
                .build();
    }
}
