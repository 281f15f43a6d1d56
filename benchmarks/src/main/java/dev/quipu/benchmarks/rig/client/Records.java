package dev.quipu.benchmarks.rig.client;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
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
import java.nio.ByteBuffer;
import java.util.SplittableRandom;

/**
 * The records of one request. Each has its number, in an attribute or, of points of metrics, as the value: an attribute
 * would make each a series.
 */
final class Records {

    private static final int SERVICES = 8;
    private static final int SERIES = 20;
    private static final String[] METHODS = {"GET", "PUT", "POST", "DELETE"};

    private final SplittableRandom random;
    private final long first;
    private final int count;
    private final long timeUnixNano;
    private final long nanosPerRecord;

    Records(SplittableRandom random, long first, int count, long timeUnixNano, long nanosPerRecord) {
        this.random = random;
        this.first = first;
        this.count = count;
        this.timeUnixNano = timeUnixNano;
        this.nanosPerRecord = nanosPerRecord;
    }

    byte[] traces() {
        ScopeSpans.Builder spans = ScopeSpans.newBuilder();
        ByteString traceId = ByteString.EMPTY;
        ByteString root = ByteString.EMPTY;
        for (int i = 0; i < count; i++) {
            ByteString spanId = id(8);
            boolean isRoot = i % RequestSource.SPANS_PER_TRACE == 0;
            if (isRoot) {
                traceId = id(16);
                root = spanId;
            }
            long start = time(i);
            Span.Builder span = Span.newBuilder()
                    .setTraceId(traceId)
                    .setSpanId(spanId)
                    .setName(METHODS[random.nextInt(METHODS.length)] + " /rig/" + random.nextInt(16))
                    .setKind(isRoot ? Span.SpanKind.SPAN_KIND_SERVER : Span.SpanKind.SPAN_KIND_INTERNAL)
                    .setStartTimeUnixNano(start)
                    .setEndTimeUnixNano(start + random.nextLong(1_000_000_000))
                    .addAttributes(attribute(RecordNumbers.ATTRIBUTE, first + i))
                    .addAttributes(attribute("url.path", "/rig/" + random.nextInt(100_000)))
                    .addAttributes(attribute("http.response.status_code", 200 + 100 * random.nextInt(4)));
            if (!isRoot) {
                span.setParentSpanId(root);
            }
            if (random.nextInt(50) == 0) {
                span.setStatus(Status.newBuilder().setCode(Status.StatusCode.STATUS_CODE_ERROR))
                        .addEvents(Span.Event.newBuilder().setName("exception").setTimeUnixNano(start));
            }
            spans.addSpans(span);
        }
        return ExportTraceServiceRequest.newBuilder()
                .addResourceSpans(
                        ResourceSpans.newBuilder().setResource(resource()).addScopeSpans(spans))
                .build()
                .toByteArray();
    }

    byte[] logs() {
        ScopeLogs.Builder logs = ScopeLogs.newBuilder();
        for (int i = 0; i < count; i++) {
            logs.addLogRecords(LogRecord.newBuilder()
                    .setTimeUnixNano(time(i))
                    .setSeverityNumberValue(1 + random.nextInt(24))
                    .setBody(AnyValue.newBuilder()
                            .setStringValue("order " + random.nextInt(1_000_000) + " took " + random.nextInt(5_000)
                                    + " ms at desk " + random.nextInt(40)))
                    .addAttributes(attribute(RecordNumbers.ATTRIBUTE, first + i)));
        }
        return ExportLogsServiceRequest.newBuilder()
                .addResourceLogs(
                        ResourceLogs.newBuilder().setResource(resource()).addScopeLogs(logs))
                .build()
                .toByteArray();
    }

    byte[] metrics() {
        Gauge.Builder gauge = Gauge.newBuilder();
        for (int i = 0; i < count; i++) {
            gauge.addDataPoints(NumberDataPoint.newBuilder()
                    .setTimeUnixNano(time(i))
                    .setAsInt(first + i)
                    .addAttributes(attribute("desk", i % SERIES)));
        }
        return ExportMetricsServiceRequest.newBuilder()
                .addResourceMetrics(ResourceMetrics.newBuilder()
                        .setResource(resource())
                        .addScopeMetrics(ScopeMetrics.newBuilder()
                                .addMetrics(Metric.newBuilder()
                                        .setName("rig.number")
                                        .setGauge(gauge))))
                .build()
                .toByteArray();
    }

    private long time(int record) {
        return timeUnixNano + record * nanosPerRecord;
    }

    private Resource resource() {
        int service = random.nextInt(SERVICES);
        return Resource.newBuilder()
                .addAttributes(attribute("service.name", "rig-" + service))
                .addAttributes(attribute("service.instance.id", "rig-" + service + "-" + random.nextInt(2)))
                .build();
    }

    private ByteString id(int bytes) {
        ByteBuffer id = ByteBuffer.allocate(bytes);
        while (id.hasRemaining()) {
            id.putLong(random.nextLong());
        }
        return ByteString.copyFrom(id.flip());
    }

    private static KeyValue attribute(String key, String value) {
        return KeyValue.newBuilder()
                .setKey(key)
                .setValue(AnyValue.newBuilder().setStringValue(value))
                .build();
    }

    private static KeyValue attribute(String key, long value) {
        return KeyValue.newBuilder()
                .setKey(key)
                .setValue(AnyValue.newBuilder().setIntValue(value))
                .build();
    }
}
