package dev.quipu.acceptance;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.zip.GZIPOutputStream;

/** Small requests to send, each with spans that no other has. */
final class Requests {

    private Requests() {}

    /** A request of {@code service} that holds these spans. */
    static ExportTraceServiceRequest of(String service, Iterable<Span> spans) {
        return ExportTraceServiceRequest.newBuilder()
                .addResourceSpans(ResourceSpans.newBuilder()
                        .setResource(Resource.newBuilder().addAttributes(attribute("service.name", service)))
                        .addScopeSpans(ScopeSpans.newBuilder().addAllSpans(spans)))
                .build();
    }

    static ExportTraceServiceRequest of(String service, Span.Builder... spans) {
        return of(service, List.of(spans).stream().map(Span.Builder::build).toList());
    }

    /** A span of a trace of its own that took 5 ms and ended now. */
    static Span.Builder span(String name) {
        return span(name, randomId(16));
    }

    static Span.Builder span(String name, ByteString traceId) {
        long end = unixNano(Instant.now());
        return Span.newBuilder()
                .setTraceId(traceId)
                .setSpanId(randomId(8))
                .setName(name)
                .setKind(Span.SpanKind.SPAN_KIND_SERVER)
                .setStartTimeUnixNano(end - Duration.ofMillis(5).toNanos())
                .setEndTimeUnixNano(end);
    }

    static KeyValue attribute(String key, String value) {
        return KeyValue.newBuilder()
                .setKey(key)
                .setValue(AnyValue.newBuilder().setStringValue(value))
                .build();
    }

    static ByteString randomId(int bytes) {
        byte[] id = new byte[bytes];
        ThreadLocalRandom.current().nextBytes(id);
        id[bytes - 1] |= 1;
        return ByteString.copyFrom(id);
    }

    static long unixNano(Instant time) {
        return time.getEpochSecond() * 1_000_000_000 + time.getNano();
    }

    static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
