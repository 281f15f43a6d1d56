package dev.quipu.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import io.opentelemetry.proto.metrics.v1.Gauge;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * One trace, log records and metrics that have each {@link HostileText} wherever a text can be: for each of them a
 * component, a span and a log record of it, and a metric.
 */
final class HostileRecords {

    private static final long MILLISECOND = 1_000_000;

    private static HostileRecords sent;

    private final long now = Requests.unixNano(Instant.now());
    private final ByteString traceId = Requests.randomId(16);
    private final List<ByteString> spanIds = new ArrayList<>();

    private HostileRecords() {
        HostileText.ALL.forEach(text -> spanIds.add(Requests.randomId(8)));
    }

    /** Sent once, acknowledged and so to be found. */
    static synchronized HostileRecords sentTo(DemoServices services) throws IOException {
        if (sent == null) {
            HostileRecords records = new HostileRecords();
            accepted(services.otlpHttp().post(records.spans().toByteArray()));
            accepted(services.otlpHttp().postLogs(records.logs().toByteArray()));
            accepted(services.otlpHttp().postMetrics(records.metrics().toByteArray()));
            sent = records;
        }
        return sent;
    }

    /** Whole: nothing of it was rejected. */
    private static void accepted(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.body()).as("partial success: %s", answer.text()).isEmpty();
    }

    String traceId() {
        return OtlpSpan.hex(traceId);
    }

    private ExportTraceServiceRequest spans() {
        ExportTraceServiceRequest.Builder request = ExportTraceServiceRequest.newBuilder();
        for (int i = 0; i < spanIds.size(); i++) {
            request.addResourceSpans(ResourceSpans.newBuilder()
                    .setResource(resource(i))
                    .addScopeSpans(ScopeSpans.newBuilder().setScope(scope(i)).addSpans(span(i))));
        }
        return request.build();
    }

    /** The first is the root, all others are its children. */
    private Span span(int i) {
        Span.Builder span = Span.newBuilder()
                .setTraceId(traceId)
                .setSpanId(spanIds.get(i))
                .setName(text(i))
                .setKind(i == 0 ? Span.SpanKind.SPAN_KIND_CLIENT : Span.SpanKind.SPAN_KIND_SERVER)
                .setStartTimeUnixNano(now - 40 * MILLISECOND + i * MILLISECOND)
                .setEndTimeUnixNano(now - i * MILLISECOND)
                .addAllAttributes(attributes(i))
                .addEvents(Span.Event.newBuilder()
                        .setName(text(i + 1))
                        .setTimeUnixNano(now - 20 * MILLISECOND)
                        .addAllAttributes(attributes(i + 2)))
                .addLinks(Span.Link.newBuilder()
                        .setTraceId(traceId)
                        .setSpanId(spanIds.get(0))
                        .addAllAttributes(attributes(i + 3)))
                .setStatus(Status.newBuilder()
                        .setCode(Status.StatusCode.STATUS_CODE_ERROR)
                        .setMessage(text(i + 2)));
        return i == 0 ? span.build() : span.setParentSpanId(spanIds.get(0)).build();
    }

    private ExportLogsServiceRequest logs() {
        ExportLogsServiceRequest.Builder request = ExportLogsServiceRequest.newBuilder();
        for (int i = 0; i < spanIds.size(); i++) {
            LogRecord record = LogRecord.newBuilder()
                    .setTimeUnixNano(now - i * MILLISECOND)
                    .setTraceId(traceId)
                    .setSpanId(spanIds.get(i))
                    .setBody(AnyValue.newBuilder().setStringValue(text(i)))
                    .setSeverityText(text(i + 1))
                    .setEventName(text(i + 2))
                    .addAllAttributes(attributes(i))
                    .build();
            request.addResourceLogs(ResourceLogs.newBuilder()
                    .setResource(resource(i))
                    .addScopeLogs(ScopeLogs.newBuilder().setScope(scope(i)).addLogRecords(record)));
        }
        return request.build();
    }

    private ExportMetricsServiceRequest metrics() {
        ExportMetricsServiceRequest.Builder request = ExportMetricsServiceRequest.newBuilder();
        for (int i = 0; i < spanIds.size(); i++) {
            Metric metric = Metric.newBuilder()
                    .setName(text(i))
                    .setUnit(text(i + 1))
                    .setDescription(text(i + 2))
                    .setGauge(Gauge.newBuilder()
                            .addDataPoints(NumberDataPoint.newBuilder()
                                    .setTimeUnixNano(now)
                                    .setAsDouble(i)
                                    .addAllAttributes(attributes(i))))
                    .build();
            request.addResourceMetrics(ResourceMetrics.newBuilder()
                    .setResource(resource(i))
                    .addScopeMetrics(
                            ScopeMetrics.newBuilder().setScope(scope(i)).addMetrics(metric)));
        }
        return request.build();
    }

    private static Resource resource(int i) {
        return Resource.newBuilder()
                .addAttributes(Requests.attribute("service.name", text(i)))
                .addAttributes(Requests.attribute("service.version", text(i + 1)))
                .addAttributes(Requests.attribute("service.instance.id", text(i + 2)))
                .addAllAttributes(attributes(i))
                .build();
    }

    private static InstrumentationScope scope(int i) {
        return InstrumentationScope.newBuilder()
                .setName(text(i + 1))
                .setVersion(text(i + 2))
                .build();
    }

    /** Every text as a key, each with another as its value. */
    private static List<KeyValue> attributes(int i) {
        List<KeyValue> attributes = new ArrayList<>();
        for (int key = 0; key < HostileText.ALL.size(); key++) {
            attributes.add(Requests.attribute(text(key), text(key + i + 1)));
        }
        return attributes;
    }

    private static String text(int i) {
        return HostileText.ALL.get(i % HostileText.ALL.size()).sent();
    }
}
