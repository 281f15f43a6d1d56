package dev.quipu.collector;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.common.v1.KeyValueList;
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
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;

/** Requests as senders make them. */
public final class Otlp {

    private Otlp() {}

    /** So many spans of one service, with random ids: no two calls give the same. */
    public static ExportTraceServiceRequest request(int spans) {
        return of(IntStream.range(0, spans).mapToObj(i -> span().build()).toList());
    }

    public static ExportTraceServiceRequest of(List<Span> spans) {
        return ExportTraceServiceRequest.newBuilder()
                .addResourceSpans(ResourceSpans.newBuilder()
                        .setResource(Resource.newBuilder().addAttributes(text("service.name", "cart")))
                        .addScopeSpans(ScopeSpans.newBuilder().addAllSpans(spans)))
                .build();
    }

    public static Span.Builder span() {
        long now = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());
        return Span.newBuilder()
                .setTraceId(randomBytes(16))
                .setSpanId(randomBytes(8))
                .setName("GET /cart")
                .setStartTimeUnixNano(now)
                .setEndTimeUnixNano(now + 1_000_000)
                .addAttributes(text(
                        "user.id", Long.toHexString(ThreadLocalRandom.current().nextLong())));
    }

    /** So many log records of one service, with random words: no two calls give the same. */
    public static ExportLogsServiceRequest logs(int records) {
        long now = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());
        return ExportLogsServiceRequest.newBuilder()
                .addResourceLogs(ResourceLogs.newBuilder()
                        .setResource(Resource.newBuilder().addAttributes(text("service.name", "cart")))
                        .addScopeLogs(ScopeLogs.newBuilder()
                                .addAllLogRecords(IntStream.range(0, records)
                                        .mapToObj(i -> LogRecord.newBuilder()
                                                .setTimeUnixNano(now)
                                                .setSeverityNumberValue(9)
                                                .setBody(AnyValue.newBuilder()
                                                        .setStringValue("order "
                                                                + ThreadLocalRandom.current()
                                                                        .nextLong()))
                                                .build())
                                        .toList())))
                .build();
    }

    /** So many gauges of one service: no two calls give the same. */
    public static ExportMetricsServiceRequest metrics(int points) {
        long now = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());
        return ExportMetricsServiceRequest.newBuilder()
                .addResourceMetrics(ResourceMetrics.newBuilder()
                        .setResource(Resource.newBuilder().addAttributes(text("service.name", "cart")))
                        .addScopeMetrics(ScopeMetrics.newBuilder()
                                .addMetrics(Metric.newBuilder()
                                        .setName("queue.length")
                                        .setGauge(Gauge.newBuilder()
                                                .addAllDataPoints(IntStream.range(0, points)
                                                        .mapToObj(i -> NumberDataPoint.newBuilder()
                                                                .setTimeUnixNano(now)
                                                                .addAttributes(text("queue", "q" + i))
                                                                .setAsDouble(ThreadLocalRandom.current()
                                                                        .nextDouble())
                                                                .build())
                                                        .toList())))))
                .build();
    }

    public static KeyValue text(String key, String value) {
        return KeyValue.newBuilder()
                .setKey(key)
                .setValue(AnyValue.newBuilder().setStringValue(value))
                .build();
    }

    /** A span's attribute whose value is maps in maps, deeper than the generated classes can make it. */
    public static UnknownFieldSet nestedAttribute(int depth) {
        ByteString value =
                AnyValue.newBuilder().setStringValue("bottom").build().toByteString();
        for (int i = 0; i < depth; i++) {
            ByteString pair = message(KeyValue.KEY_FIELD_NUMBER, ByteString.copyFromUtf8("k"))
                    .concat(message(KeyValue.VALUE_FIELD_NUMBER, value));
            value = message(AnyValue.KVLIST_VALUE_FIELD_NUMBER, message(KeyValueList.VALUES_FIELD_NUMBER, pair));
        }
        ByteString attribute = message(KeyValue.KEY_FIELD_NUMBER, ByteString.copyFromUtf8("deep"))
                .concat(message(KeyValue.VALUE_FIELD_NUMBER, value));
        return field(Span.ATTRIBUTES_FIELD_NUMBER, attribute);
    }

    private static ByteString message(int number, ByteString content) {
        return field(number, content).toByteString();
    }

    private static UnknownFieldSet field(int number, ByteString content) {
        return UnknownFieldSet.newBuilder()
                .addField(
                        number,
                        UnknownFieldSet.Field.newBuilder()
                                .addLengthDelimited(content)
                                .build())
                .build();
    }

    public static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(zipped)) {
            out.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return zipped.toByteArray();
    }

    /** About 1 MB that inflates to 1 GiB. */
    public static byte[] gzipBomb() {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(zipped, 1 << 16)) {
            byte[] zeros = new byte[1 << 20];
            for (int i = 0; i < 1024; i++) {
                out.write(zeros);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return zipped.toByteArray();
    }

    /** The one-span request of the OTLP specification's examples, in JSON: hex ids, int64 as a number and as a string. */
    public static String json(String traceId, String startTimeUnixNano) {
        return """
                {"resourceSpans":[{"resource":{"attributes":[
                  {"key":"service.name","value":{"stringValue":"my.service"}}]},
                 "scopeSpans":[{"scope":{"name":"my.library","version":"1.0.0"},"spans":[
                  {"traceId":"%s","spanId":"EEE19B7EC3C1B174","parentSpanId":"EEE19B7EC3C1B173",
                   "name":"I'm a server span","startTimeUnixNano":%s,"endTimeUnixNano":"1893456001000000000",
                   "kind":2,"unknownField":{"a":[1,2]},
                   "attributes":[{"key":"my.span.attr","value":{"intValue":7}}]}]}]}]}""".formatted(traceId, startTimeUnixNano);
    }

    public static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** A file of {@code src/test/resources}. */
    public static byte[] resource(String name) {
        try (InputStream in = Otlp.class.getResourceAsStream(name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ByteString randomBytes(int count) {
        byte[] bytes = new byte[count];
        ThreadLocalRandom.current().nextBytes(bytes);
        bytes[0] |= 1;
        return ByteString.copyFrom(bytes);
    }
}
