package dev.quipu.acceptance;

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
import io.opentelemetry.proto.metrics.v1.Exemplar;
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
import java.time.Instant;
import java.util.List;

/** A span, a log record and a point that say a word in every place where they can, beside others that never do. */
final class Canaries {

    static final String KEY = "user.id";
    static final String WORD = "canary7f3a91";

    /** How many records say it. */
    static final int COUNT = 3;

    private static final KeyValue SAYS_IT = Requests.attribute(KEY, WORD);
    private static final KeyValue MENTIONS_IT = Requests.attribute("mention." + WORD, "it was " + WORD + "!");
    private static final InstrumentationScope SCOPE = InstrumentationScope.newBuilder()
            .setName("scope " + WORD)
            .setVersion(WORD)
            .addAttributes(MENTIONS_IT)
            .build();

    private final long now = Requests.unixNano(Instant.now());
    private final ByteString trace = Requests.randomId(16);

    private static Resource resource(KeyValue... more) {
        return Resource.newBuilder()
                .addAttributes(Requests.attribute("service.name", "cart"))
                .addAttributes(Requests.attribute("service.instance.id", more.length == 0 ? "one" : "of " + WORD))
                .addAllAttributes(List.of(more))
                .build();
    }

    ExportTraceServiceRequest spans() {
        Span canary = Requests.span("GET /users/" + WORD, trace)
                .setTraceState("state=" + WORD)
                .addAttributes(SAYS_IT)
                .addAttributes(MENTIONS_IT)
                .addEvents(Span.Event.newBuilder()
                        .setTimeUnixNano(now)
                        .setName("event " + WORD)
                        .addAttributes(SAYS_IT))
                .addLinks(Span.Link.newBuilder()
                        .setTraceId(Requests.randomId(16))
                        .setSpanId(Requests.randomId(8))
                        .addAttributes(SAYS_IT))
                .setStatus(Status.newBuilder()
                        .setCode(Status.StatusCode.STATUS_CODE_ERROR)
                        .setMessage("failed for " + WORD))
                .build();
        return ExportTraceServiceRequest.newBuilder()
                .addResourceSpans(ResourceSpans.newBuilder()
                        .setResource(resource())
                        .addScopeSpans(ScopeSpans.newBuilder().addSpans(Requests.span("GET /users", trace))))
                .addResourceSpans(ResourceSpans.newBuilder()
                        .setResource(resource(MENTIONS_IT))
                        .addScopeSpans(ScopeSpans.newBuilder().setScope(SCOPE).addSpans(canary)))
                .build();
    }

    ExportLogsServiceRequest logs() {
        LogRecord canary = log("user " + WORD + " logged in")
                .setSeverityText("INFO" + WORD)
                .setEventName("event." + WORD)
                .addAttributes(SAYS_IT)
                .addAttributes(MENTIONS_IT)
                .build();
        return ExportLogsServiceRequest.newBuilder()
                .addResourceLogs(ResourceLogs.newBuilder()
                        .setResource(resource())
                        .addScopeLogs(ScopeLogs.newBuilder().addLogRecords(log("user nobody logged in"))))
                .addResourceLogs(ResourceLogs.newBuilder()
                        .setResource(resource(MENTIONS_IT))
                        .addScopeLogs(ScopeLogs.newBuilder().setScope(SCOPE).addLogRecords(canary)))
                .build();
    }

    private LogRecord.Builder log(String body) {
        return LogRecord.newBuilder()
                .setTimeUnixNano(now)
                .setBody(AnyValue.newBuilder().setStringValue(body));
    }

    ExportMetricsServiceRequest metrics() {
        NumberDataPoint canary = NumberDataPoint.newBuilder()
                .setTimeUnixNano(now)
                .setAsInt(1)
                .addAttributes(SAYS_IT)
                .addExemplars(
                        Exemplar.newBuilder().setTimeUnixNano(now).setAsInt(1).addFilteredAttributes(SAYS_IT))
                .build();
        NumberDataPoint other =
                NumberDataPoint.newBuilder().setTimeUnixNano(now).setAsInt(2).build();
        return ExportMetricsServiceRequest.newBuilder()
                .addResourceMetrics(ResourceMetrics.newBuilder()
                        .setResource(resource())
                        .addScopeMetrics(ScopeMetrics.newBuilder().addMetrics(gauge("carts", other))))
                .addResourceMetrics(ResourceMetrics.newBuilder()
                        .setResource(resource(MENTIONS_IT))
                        .addScopeMetrics(ScopeMetrics.newBuilder()
                                .setScope(SCOPE)
                                .addMetrics(gauge("carts of " + WORD, canary))))
                .build();
    }

    private static Metric.Builder gauge(String name, NumberDataPoint point) {
        return Metric.newBuilder().setName(name).setGauge(Gauge.newBuilder().addDataPoints(point));
    }
}
