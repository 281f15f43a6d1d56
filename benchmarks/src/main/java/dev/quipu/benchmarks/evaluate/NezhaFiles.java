package dev.quipu.benchmarks.evaluate;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import io.opentelemetry.proto.logs.v1.SeverityNumber;
import io.opentelemetry.proto.metrics.v1.Gauge;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Nezha's files as OTLP, each shifted in time; the files have no kinds of spans, which follow from who calls whom. */
final class NezhaFiles {

    private static final int ID_HEX = 16;
    private static final int TRACE_HEX = 32;

    /** What the columns of metrics are called by the semantic conventions; others are left out. */
    private static final Map<String, String> METRICS = Map.of(
            "CpuUsage(m)", "k8s.pod.cpu.usage",
            "CpuUsageRate(%)", "k8s.pod.cpu_limit_utilization",
            "MemoryUsage(Mi)", "k8s.pod.memory.usage",
            "MemoryUsageRate(%)", "k8s.pod.memory_limit_utilization",
            "NetworkReceiveBytes", "k8s.pod.network.io.receive.usage",
            "NetworkTransmitBytes", "k8s.pod.network.io.transmit.usage");

    private final long shiftNanos;

    NezhaFiles(long shiftNanos) {
        this.shiftNanos = shiftNanos;
    }

    /** The name of a pod without what Kubernetes puts behind it. */
    static String service(String pod) {
        String[] parts = pod.split("-");
        return parts.length > 3 ? String.join("-", Arrays.copyOf(parts, parts.length - 2)) : pod;
    }

    /** When spans of a file started, in whole seconds; the end is not included. */
    record Period(Instant from, Instant to) {}

    Period period(Path file) throws IOException {
        LongSummaryStatistics starts = rows(file).stream()
                .filter(row -> row.size() >= 8 && row.get(0).length() == TRACE_HEX)
                .mapToLong(row -> Long.parseLong(row.get(5)) + shiftNanos)
                .summaryStatistics();
        return new Period(
                Instant.ofEpochSecond(TimeUnit.NANOSECONDS.toSeconds(starts.getMin())),
                Instant.ofEpochSecond(1 + TimeUnit.NANOSECONDS.toSeconds(starts.getMax())));
    }

    private static List<List<String>> rows(Path file) throws IOException {
        List<List<String>> rows = Csv.rows(Files.readString(file, StandardCharsets.UTF_8));
        return rows.subList(1, rows.size());
    }

    ExportTraceServiceRequest traces(Path file) throws IOException {
        List<List<String>> rows = rows(file).stream()
                .filter(row -> row.size() >= 8 && row.get(0).length() == TRACE_HEX)
                .toList();
        Map<String, String> podOfSpan = new HashMap<>();
        rows.forEach(row -> podOfSpan.put(row.get(0) + row.get(1), row.get(3)));
        Set<String> callers = new HashSet<>();
        rows.forEach(row -> {
            String podOfParent = podOfSpan.getOrDefault(row.get(0) + row.get(2), row.get(3));
            if (!podOfParent.equals(row.get(3))) {
                callers.add(row.get(0) + row.get(2));
            }
        });
        Map<String, ScopeSpans.Builder> byPod = new HashMap<>();
        for (List<String> row : rows) {
            String podOfParent = podOfSpan.getOrDefault(row.get(0) + row.get(2), "");
            Span.SpanKind kind = !podOfParent.equals(row.get(3))
                    ? Span.SpanKind.SPAN_KIND_SERVER
                    : callers.contains(row.get(0) + row.get(1)) || row.get(4).startsWith("HTTP ")
                            ? Span.SpanKind.SPAN_KIND_CLIENT
                            : Span.SpanKind.SPAN_KIND_INTERNAL;
            byPod.computeIfAbsent(row.get(3), pod -> ScopeSpans.newBuilder()).addSpans(span(row, kind));
        }
        ExportTraceServiceRequest.Builder request = ExportTraceServiceRequest.newBuilder();
        byPod.forEach((pod, spans) -> request.addResourceSpans(ResourceSpans.newBuilder()
                .setResource(Otlp.resource(service(pod), pod))
                .addScopeSpans(spans)));
        return request.build();
    }

    private Span span(List<String> row, Span.SpanKind kind) {
        Span.Builder span = Span.newBuilder()
                .setTraceId(bytes(row.get(0)))
                .setSpanId(bytes(row.get(1)))
                .setName(row.get(4))
                .setKind(kind)
                .setStartTimeUnixNano(Long.parseLong(row.get(5)) + shiftNanos)
                .setEndTimeUnixNano(Long.parseLong(row.get(6)) + shiftNanos);
        if (row.get(2).length() == ID_HEX) {
            span.setParentSpanId(bytes(row.get(2)));
        }
        return span.build();
    }

    private static ByteString bytes(String hex) {
        return ByteString.copyFrom(HexFormat.of().parseHex(hex));
    }

    ExportLogsServiceRequest logs(Path file) throws IOException {
        Map<String, ScopeLogs.Builder> byPod = new HashMap<>();
        for (List<String> row : rows(file)) {
            if (row.size() >= 8) {
                byPod.computeIfAbsent(row.get(3), pod -> ScopeLogs.newBuilder()).addLogRecords(log(row));
            }
        }
        ExportLogsServiceRequest.Builder request = ExportLogsServiceRequest.newBuilder();
        byPod.forEach((pod, records) -> request.addResourceLogs(ResourceLogs.newBuilder()
                .setResource(Otlp.resource(service(pod), pod))
                .addScopeLogs(records)));
        return request.build();
    }

    private LogRecord log(List<String> row) {
        String body = body(row.get(7));
        LogRecord.Builder log = LogRecord.newBuilder()
                .setTimeUnixNano(Long.parseLong(row.get(1)) + shiftNanos)
                .setSeverityNumber(
                        body.startsWith("ERROR")
                                ? SeverityNumber.SEVERITY_NUMBER_ERROR
                                : SeverityNumber.SEVERITY_NUMBER_INFO)
                .setBody(AnyValue.newBuilder().setStringValue(body));
        if (row.get(5).length() == TRACE_HEX
                && row.get(6).length() == ID_HEX
                && !row.get(5).matches("0+")) {
            log.setTraceId(bytes(row.get(5))).setSpanId(bytes(row.get(6)));
        }
        return log.build();
    }

    /** What a file tailer takes off a line: Docker's JSON, colours, and what the record says in fields of its own. */
    private static String body(String line) {
        String text = line;
        try {
            text = new JsonObject(line).getString("log", line);
        } catch (DecodeException e) {
            // a plain line
        }
        return text.replaceAll("\\u001b\\[[0-9;]*m", "")
                .replaceFirst("TraceID: \\S* SpanID: \\S* ", "")
                .replaceFirst("^[0-9:.]+ +", "");
    }

    /** One pod's metrics of a day. */
    ExportMetricsServiceRequest metrics(Path file) throws IOException {
        List<List<String>> rows = Csv.rows(Files.readString(file, StandardCharsets.UTF_8));
        List<String> names = rows.get(0);
        ScopeMetrics.Builder metrics = ScopeMetrics.newBuilder();
        METRICS.forEach((column, name) -> {
            int at = names.indexOf(column);
            Gauge.Builder gauge = Gauge.newBuilder();
            for (List<String> row : rows.subList(1, rows.size())) {
                if (at >= 0 && row.size() > at && !row.get(at).isEmpty()) {
                    gauge.addDataPoints(NumberDataPoint.newBuilder()
                            .setTimeUnixNano(TimeUnit.SECONDS.toNanos(Long.parseLong(row.get(1))) + shiftNanos)
                            .setAsDouble(Double.parseDouble(row.get(at))));
                }
            }
            metrics.addMetrics(Metric.newBuilder().setName(name).setGauge(gauge));
        });
        String pod = rows.get(1).get(2);
        return ExportMetricsServiceRequest.newBuilder()
                .addResourceMetrics(ResourceMetrics.newBuilder()
                        .setResource(Otlp.resource(service(pod), pod))
                        .addScopeMetrics(metrics))
                .build();
    }
}
