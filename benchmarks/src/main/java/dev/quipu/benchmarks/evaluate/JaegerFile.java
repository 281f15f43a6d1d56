package dev.quipu.benchmarks.evaluate;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * A file of one trace in Jaeger's JSON, made into an OTLP request. Ids are drawn anew; times count from an hour ago, as
 * those of the file need not be of this age.
 */
final class JaegerFile {

    private final JsonObject content;
    private final byte[] traceId = new byte[16];
    private final Map<String, ByteString> spanIds = new HashMap<>();
    private final Random random;

    JaegerFile(Path file, Random random) throws IOException {
        this.content = new JsonObject(Files.readString(file));
        this.random = random;
        random.nextBytes(traceId);
    }

    /** The file's members beside its trace. */
    JsonObject content() {
        return content;
    }

    String traceIdHex() {
        return HexFormat.of().formatHex(traceId);
    }

    ExportTraceServiceRequest request() {
        JsonObject trace = content.getJsonArray("data").getJsonObject(0);
        long base = TimeUnit.SECONDS.toNanos(Instant.now().getEpochSecond() - 3600);
        Map<String, List<Span>> byProcess = new HashMap<>();
        for (Object element : trace.getJsonArray("spans")) {
            JsonObject span = (JsonObject) element;
            byProcess
                    .computeIfAbsent(span.getString("processID"), process -> new ArrayList<>())
                    .add(span(span, base));
        }
        ExportTraceServiceRequest.Builder request = ExportTraceServiceRequest.newBuilder();
        byProcess.forEach((process, spans) -> {
            String service =
                    trace.getJsonObject("processes").getJsonObject(process).getString("serviceName");
            request.addResourceSpans(ResourceSpans.newBuilder()
                    .setResource(Resource.newBuilder().addAttributes(attribute("service.name", service)))
                    .addScopeSpans(ScopeSpans.newBuilder().addAllSpans(spans)));
        });
        return request.build();
    }

    private Span span(JsonObject span, long base) {
        long start = base + TimeUnit.MICROSECONDS.toNanos(span.getLong("startTime"));
        Span.Builder made = Span.newBuilder()
                .setTraceId(ByteString.copyFrom(traceId))
                .setSpanId(id(span.getString("spanID")))
                .setName(span.getString("operationName"))
                .setStartTimeUnixNano(start)
                .setEndTimeUnixNano(start + TimeUnit.MICROSECONDS.toNanos(span.getLong("duration")));
        for (Object element : span.getJsonArray("references")) {
            made.setParentSpanId(id(((JsonObject) element).getString("spanID")));
        }
        return made.build();
    }

    private ByteString id(String name) {
        return spanIds.computeIfAbsent(
                name, unseen -> ByteString.copyFrom(ByteBuffer.allocate(8).putLong(0, random.nextLong() | 1)));
    }

    private static KeyValue attribute(String key, String value) {
        return KeyValue.newBuilder()
                .setKey(key)
                .setValue(AnyValue.newBuilder().setStringValue(value))
                .build();
    }
}
