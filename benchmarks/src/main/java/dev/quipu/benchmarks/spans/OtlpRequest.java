package dev.quipu.benchmarks.spans;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** Spans as an OTLP request, and where its ids and times stand. */
final class OtlpRequest {

    private final byte[] body;
    private final CodedInputStream in;
    private final List<GeneratedSpan> spans;
    private final Offsets.Builder offsets = new Offsets.Builder();
    private int span = -1;

    private OtlpRequest(byte[] body, List<GeneratedSpan> spans) {
        this.body = body;
        this.in = CodedInputStream.newInstance(body);
        this.spans = spans;
    }

    static RequestTemplate encode(List<GeneratedSpan> spans) {
        Service.Instance instance = spans.get(0).instance();
        ScopeSpans.Builder scope = ScopeSpans.newBuilder().setScope(instance.scope());
        spans.forEach(span -> scope.addSpans(span.span()));
        byte[] body = ExportTraceServiceRequest.newBuilder()
                .addResourceSpans(ResourceSpans.newBuilder()
                        .setResource(instance.resource())
                        .addScopeSpans(scope))
                .build()
                .toByteArray();
        Offsets offsets = new OtlpRequest(body, spans).scan();
        return new RequestTemplate(body, spans.size(), RequestEncoding.newestWave(spans), offsets, 1);
    }

    private Offsets scan() {
        try {
            scan(body.length, Level.REQUEST);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return offsets.build(body);
    }

    /** The messages on the way to what is looked for. */
    private enum Level {
        REQUEST,
        RESOURCE_SPANS,
        SCOPE_SPANS,
        SPAN,
        EVENT,
        LINK,
        ATTRIBUTE,
        VALUE
    }

    private void scan(int end, Level level) throws IOException {
        while (in.getTotalBytesRead() < end) {
            int tag = in.readTag();
            if (WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED) {
                int length = in.readRawVarint32();
                bytes(level, WireFormat.getTagFieldNumber(tag), in.getTotalBytesRead(), length);
            } else {
                if (isTime(level, WireFormat.getTagFieldNumber(tag))) {
                    offsets.time(in.getTotalBytesRead(), spans.get(span).wave());
                }
                in.skipField(tag);
            }
        }
    }

    private void bytes(Level level, int field, int at, int length) throws IOException {
        Level inside = inside(level, field);
        if (inside != level) {
            span += inside == Level.SPAN ? 1 : 0;
            scan(at + length, inside);
            return;
        }
        if (level == Level.SPAN || level == Level.LINK) {
            id(level, field, at, length);
        } else if (level == Level.VALUE && field == AnyValue.STRING_VALUE_FIELD_NUMBER) {
            offsets.text(body, at, length);
        }
        in.skipRawBytes(length);
    }

    private void id(Level level, int field, int at, int length) {
        if (field == Span.TRACE_ID_FIELD_NUMBER) {
            offsets.traceId(at, length);
        } else if (field == Span.SPAN_ID_FIELD_NUMBER
                || (level == Level.SPAN && field == Span.PARENT_SPAN_ID_FIELD_NUMBER)) {
            offsets.spanId(at, length);
        }
    }

    /** The level that a field opens, or the same level when there is nothing to look for in it. */
    private static Level inside(Level level, int field) {
        return switch (level) {
            case REQUEST -> Level.RESOURCE_SPANS;
            case RESOURCE_SPANS -> field == ResourceSpans.SCOPE_SPANS_FIELD_NUMBER ? Level.SCOPE_SPANS : level;
            case SCOPE_SPANS -> field == ScopeSpans.SPANS_FIELD_NUMBER ? Level.SPAN : level;
            case SPAN ->
                switch (field) {
                    case Span.ATTRIBUTES_FIELD_NUMBER -> Level.ATTRIBUTE;
                    case Span.EVENTS_FIELD_NUMBER -> Level.EVENT;
                    case Span.LINKS_FIELD_NUMBER -> Level.LINK;
                    default -> level;
                };
            case ATTRIBUTE -> field == KeyValue.VALUE_FIELD_NUMBER ? Level.VALUE : level;
            case EVENT, LINK, VALUE -> level;
        };
    }

    private static boolean isTime(Level level, int field) {
        return (level == Level.SPAN
                        && (field == Span.START_TIME_UNIX_NANO_FIELD_NUMBER
                                || field == Span.END_TIME_UNIX_NANO_FIELD_NUMBER))
                || (level == Level.EVENT && field == Span.Event.TIME_UNIX_NANO_FIELD_NUMBER);
    }
}
