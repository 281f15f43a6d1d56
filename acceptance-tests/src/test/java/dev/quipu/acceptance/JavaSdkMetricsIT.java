package dev.quipu.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.metrics.OtlpHttpMetricExporter;
import io.opentelemetry.exporter.otlp.metrics.OtlpGrpcMetricExporter;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.metrics.Aggregation;
import io.opentelemetry.sdk.metrics.InstrumentSelector;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.View;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.export.MetricExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import io.opentelemetry.sdk.trace.IdGenerator;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The unmodified OpenTelemetry Java SDK measures; storage gives back every field as the SDK recorded it. */
class JavaSdkMetricsIT {

    private static final AttributeKey<String> ROUTE = AttributeKey.stringKey("http.route");

    private final Cluster cluster = Cluster.shared();
    private final String instance = UUID.randomUUID().toString();
    private final SpanContext span = SpanContext.create(
            IdGenerator.random().generateTraceId(),
            IdGenerator.random().generateSpanId(),
            TraceFlags.getSampled(),
            TraceState.getDefault());

    @ParameterizedTest
    @ValueSource(strings = {"none", "gzip"})
    void metricsSentByHttpProtobufAreReadBackEqual(String compression) {
        sendAndReadBack(
                InMemoryMetricReader.create(),
                OtlpHttpMetricExporter.builder()
                        .setEndpoint(cluster.otlpHttp().metrics().toString())
                        .setCompression(compression)
                        .build());
    }

    @Test
    void deltasSentByGrpcAreReadBackEqual() {
        sendAndReadBack(
                InMemoryMetricReader.createDelta(),
                OtlpGrpcMetricExporter.builder()
                        .setEndpoint("http://127.0.0.1:" + cluster.grpcPort())
                        .build());
    }

    private void sendAndReadBack(InMemoryMetricReader reader, MetricExporter exporter) {
        List<MetricData> recorded = record(reader);
        CompletableResultCode result = exporter.export(recorded).join(60, TimeUnit.SECONDS);
        assertThat(result.isSuccess())
                .as("acknowledged: " + result.getFailureThrowable())
                .isTrue();

        assertThat(cluster.storageApi().points("{instance=\"" + instance + "\"}"))
                .containsExactlyInAnyOrderElementsOf(JavaSdkMetrics.otlp(recorded));
        answersQuestions();
    }

    private void answersQuestions() {
        JsonNode increase = cluster.storageApi()
                .json(
                        "/v1/metrics/query",
                        Map.of(
                                "match", "requests{instance=\"" + instance + "\"}",
                                "function", "increase",
                                "aggregate", "sum",
                                "by", "http.route",
                                "step", "1h"));
        double total = 0;
        for (JsonNode line : increase.get("lines")) {
            for (JsonNode value : line.get("values")) {
                total += value.asDouble();
            }
        }
        assertThat(total).isEqualTo(7);
        JsonNode exemplars =
                cluster.storageApi().json("/v1/metrics/exemplars", Map.of("match", "{instance=\"" + instance + "\"}"));
        assertThat(exemplars.get("exemplars"))
                .anyMatch(exemplar -> exemplar.path("traceId").asText().equals(span.getTraceId()));
    }

    private List<MetricData> record(InMemoryMetricReader reader) {
        try (SdkMeterProvider provider = SdkMeterProvider.builder()
                .setResource(Resource.create(Attributes.builder()
                        .put("service.name", "acceptance-java-metrics")
                        .put("service.instance.id", instance)
                        .build()))
                .registerView(
                        InstrumentSelector.builder().setName("exponential").build(),
                        View.builder()
                                .setAggregation(Aggregation.base2ExponentialBucketHistogram())
                                .build())
                .registerMetricReader(reader)
                .build()) {
            Meter meter = provider.meterBuilder("acceptance.meter")
                    .setInstrumentationVersion("1.2.3")
                    .setSchemaUrl("https://opentelemetry.io/schemas/1.36.0")
                    .build();
            LongCounter requests = useEveryInstrument(meter);
            List<MetricData> recorded = new ArrayList<>(reader.collectAllMetrics());
            requests.add(2, Attributes.of(ROUTE, "/a"));
            recorded.addAll(reader.collectAllMetrics());
            return recorded;
        }
    }

    private LongCounter useEveryInstrument(Meter meter) {
        Context traced = Context.root().with(Span.wrap(span));
        LongCounter requests = meter.counterBuilder("requests")
                .setUnit("{request}")
                .setDescription("Requests served – 漢字")
                .build();
        requests.add(2, Attributes.of(ROUTE, "/a"), traced);
        requests.add(3, Attributes.of(ROUTE, "/b", AttributeKey.longKey("status"), 200L));
        meter.counterBuilder("bytes").ofDoubles().build().add(0.1);
        meter.upDownCounterBuilder("open").build().add(-4);
        meter.gaugeBuilder("temperature").build().set(Double.MIN_VALUE);
        meter.gaugeBuilder("level").ofLongs().build().set(Long.MIN_VALUE);
        meter.gaugeBuilder("observed").buildWithCallback(gauge -> gauge.record(21.5, Attributes.of(ROUTE, "/c")));
        for (double value : new double[] {0.003, 0.7, 12, 1e9}) {
            meter.histogramBuilder("duration").setUnit("s").build().record(value, Attributes.empty(), traced);
            meter.histogramBuilder("exponential").build().record(value, Attributes.empty(), traced);
        }
        meter.histogramBuilder("exponential").build().record(0);
        return requests;
    }

    /** The SDK's own defaults: one collection every interval, sent as they come. */
    @Test
    void listsWhatWasMeasured() {
        sendAndReadBack(
                InMemoryMetricReader.create(),
                OtlpHttpMetricExporter.builder()
                        .setEndpoint(cluster.otlpHttp().metrics().toString())
                        .build());

        org.awaitility.Awaitility.await()
                .atMost(java.time.Duration.ofSeconds(30))
                .untilAsserted(() -> {
                    JsonNode metrics = cluster.storageApi()
                            .json("/v1/metrics", Map.of("service", "acceptance-java-metrics", "contains", "req"));
                    assertThat(metrics.get("metrics"))
                            .anyMatch(metric -> metric.get("name").asText().equals("requests")
                                    && metric.get("unit").asText().equals("{request}")
                                    && metric.get("description").asText().startsWith("Requests served"));
                });
    }
}
