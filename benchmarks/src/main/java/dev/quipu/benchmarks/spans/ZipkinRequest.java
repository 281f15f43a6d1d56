package dev.quipu.benchmarks.spans;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span.Event;
import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import io.opentelemetry.proto.trace.v1.Status;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import zipkin2.Endpoint;
import zipkin2.Span;
import zipkin2.codec.SpanBytesEncoder;

/** The same spans as OpenTelemetry's Zipkin exporters send them, and where their ids and times stand. */
final class ZipkinRequest {

    private static final long NANOS_PER_MICRO = 1_000;

    private static final int SPAN_TRACE_ID = 1;
    private static final int SPAN_PARENT_ID = 2;
    private static final int SPAN_ID = 3;
    private static final int SPAN_TIMESTAMP = 6;
    private static final int SPAN_ANNOTATIONS = 10;
    private static final int SPAN_TAGS = 11;
    private static final int ANNOTATION_TIMESTAMP = 1;
    private static final int TAG_VALUE = 2;

    private final byte[] body;
    private final CodedInputStream in;
    private final Offsets.Builder offsets = new Offsets.Builder();

    private ZipkinRequest(byte[] body) {
        this.body = body;
        this.in = CodedInputStream.newInstance(body);
    }

    static RequestTemplate encode(List<GeneratedSpan> spans) {
        byte[] body = SpanBytesEncoder.PROTO3.encodeList(
                spans.stream().map(ZipkinRequest::span).toList());
        try {
            Offsets offsets = new ZipkinRequest(body).scan(spans);
            return new RequestTemplate(body, spans.size(), RequestEncoding.newestWave(spans), offsets, NANOS_PER_MICRO);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Span span(GeneratedSpan generated) {
        io.opentelemetry.proto.trace.v1.Span otlp = generated.span();
        long micros = otlp.getStartTimeUnixNano() / NANOS_PER_MICRO;
        Span.Builder span = Span.newBuilder()
                .traceId(hex(otlp.getTraceId()))
                .id(hex(otlp.getSpanId()))
                .name(otlp.getName())
                .kind(kind(otlp.getKind()))
                .timestamp(micros)
                .duration(Math.max(1, otlp.getEndTimeUnixNano() / NANOS_PER_MICRO - micros))
                .localEndpoint(Endpoint.newBuilder()
                        .serviceName(generated.instance().service())
                        .build());
        if (!otlp.getParentSpanId().isEmpty()) {
            span.parentId(hex(otlp.getParentSpanId()));
        }
        otlp.getAttributesList().forEach(attribute -> span.putTag(attribute.getKey(), text(attribute.getValue())));
        span.putTag("otel.scope.name", generated.instance().scope().getName());
        otlp.getEventsList().forEach(event -> addEvent(span, event));
        if (otlp.getStatus().getCode() == Status.StatusCode.STATUS_CODE_ERROR) {
            span.putTag("error", "true");
        }
        return span.build();
    }

    private static void addEvent(Span.Builder span, Event event) {
        StringBuilder value = new StringBuilder(event.getName());
        for (KeyValue attribute : event.getAttributesList()) {
            value.append(' ')
                    .append(attribute.getKey())
                    .append('=')
                    .append(attribute.getValue().getStringValue());
        }
        span.addAnnotation(event.getTimeUnixNano() / NANOS_PER_MICRO, value.toString());
    }

    private static String text(AnyValue value) {
        return switch (value.getValueCase()) {
            case INT_VALUE -> Long.toString(value.getIntValue());
            case BOOL_VALUE -> Boolean.toString(value.getBoolValue());
            default -> value.getStringValue();
        };
    }

    private static Span.@Nullable Kind kind(SpanKind kind) {
        return switch (kind) {
            case SPAN_KIND_SERVER -> Span.Kind.SERVER;
            case SPAN_KIND_CLIENT -> Span.Kind.CLIENT;
            case SPAN_KIND_PRODUCER -> Span.Kind.PRODUCER;
            case SPAN_KIND_CONSUMER -> Span.Kind.CONSUMER;
            default -> null;
        };
    }

    private static String hex(ByteString id) {
        ByteBuffer bytes = id.asReadOnlyByteBuffer();
        StringBuilder hex = new StringBuilder();
        while (bytes.hasRemaining()) {
            hex.append(String.format("%016x", bytes.getLong()));
        }
        return hex.toString();
    }

    private Offsets scan(List<GeneratedSpan> spans) throws IOException {
        for (GeneratedSpan span : spans) {
            in.readTag();
            int length = in.readRawVarint32();
            scanSpan(in.getTotalBytesRead() + length, span.wave());
        }
        return offsets.build(body);
    }

    private void scanSpan(int end, int wave) throws IOException {
        while (in.getTotalBytesRead() < end) {
            int tag = in.readTag();
            int field = WireFormat.getTagFieldNumber(tag);
            if (WireFormat.getTagWireType(tag) != WireFormat.WIRETYPE_LENGTH_DELIMITED) {
                if (field == SPAN_TIMESTAMP) {
                    offsets.time(in.getTotalBytesRead(), wave);
                }
                in.skipField(tag);
                continue;
            }
            int length = in.readRawVarint32();
            int at = in.getTotalBytesRead();
            switch (field) {
                case SPAN_TRACE_ID -> offsets.traceId(at, length);
                case SPAN_PARENT_ID, SPAN_ID -> offsets.spanId(at, length);
                case SPAN_ANNOTATIONS, SPAN_TAGS -> scanInside(field, at + length, wave);
                default -> {}
            }
            in.skipRawBytes(at + length - in.getTotalBytesRead());
        }
    }

    private void scanInside(int parent, int end, int wave) throws IOException {
        while (in.getTotalBytesRead() < end) {
            int tag = in.readTag();
            int field = WireFormat.getTagFieldNumber(tag);
            if (parent == SPAN_ANNOTATIONS && field == ANNOTATION_TIMESTAMP) {
                offsets.time(in.getTotalBytesRead(), wave);
            } else if (parent == SPAN_TAGS && field == TAG_VALUE) {
                int length = in.readRawVarint32();
                offsets.text(body, in.getTotalBytesRead(), length);
                in.skipRawBytes(length);
                continue;
            }
            in.skipField(tag);
        }
    }
}
