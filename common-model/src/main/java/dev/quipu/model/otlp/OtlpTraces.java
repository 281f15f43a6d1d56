package dev.quipu.model.otlp;

import dev.quipu.model.InstrumentationScope;
import dev.quipu.model.KeyValue;
import dev.quipu.model.Resource;
import dev.quipu.model.Signal;
import dev.quipu.model.Span;
import dev.quipu.model.SpanId;
import dev.quipu.model.TraceId;
import java.util.ArrayList;
import java.util.List;

/**
 * Spans as {@code TracesData}, which on the wire is also {@code ExportTraceServiceRequest}: for answers and for readers
 * of answers. The way in takes another, allocation-free road.
 */
public final class OtlpTraces {

    private OtlpTraces() {}

    /** {@code TracesData} in the protobuf form; blocks in the order of their first span. */
    public static byte[] toProtobuf(List<Span> spans) {
        return OtlpBlocks.write(spans, Span::resource, Span::scope, OtlpTraces::writeSpan);
    }

    /** {@code TracesData} in the OTLP/JSON form, UTF-8. */
    public static byte[] toJson(List<Span> spans) {
        return OtlpJson.toJson(OtlpMessage.dataOf(Signal.TRACES), toProtobuf(spans));
    }

    /**
     * Reads {@code TracesData} in the protobuf form.
     *
     * @throws OtlpFormatException when it is not that, or a span has no valid trace id
     */
    public static List<Span> read(byte[] tracesData, int length) {
        return OtlpBlocks.read(tracesData, length, OtlpTraces::readSpan);
    }

    private static void writeSpan(ProtoWriter out, Span span) {
        out.writeId(SpanField.TRACE_ID, span.traceId().high(), span.traceId().low());
        out.writeId(SpanField.SPAN_ID, span.spanId().value());
        out.writeStringOrOmit(SpanField.TRACE_STATE, span.traceState());
        if (span.parentSpanId().isPresent()) {
            out.writeId(SpanField.PARENT_SPAN_ID, span.parentSpanId().value());
        }
        out.writeStringOrOmit(SpanField.NAME, span.name());
        out.writeVarintOrOmit(SpanField.KIND, span.kind());
        out.writeFixed64OrOmit(SpanField.START_TIME, span.startTimeUnixNano());
        out.writeFixed64OrOmit(SpanField.END_TIME, span.endTimeUnixNano());
        AnyValueWire.writeAll(out, SpanField.ATTRIBUTES, span.attributes());
        writeCount(out, SpanField.DROPPED_ATTRIBUTES, span.droppedAttributesCount());
        span.events().forEach(event -> writeEvent(out, event));
        writeCount(out, SpanField.DROPPED_EVENTS, span.droppedEventsCount());
        span.links().forEach(link -> writeLink(out, link));
        writeCount(out, SpanField.DROPPED_LINKS, span.droppedLinksCount());
        if (!span.status().equals(Span.Status.UNSET)) {
            int status = out.begin(SpanField.STATUS);
            out.writeStringOrOmit(SpanField.STATUS_MESSAGE, span.status().message());
            out.writeVarintOrOmit(SpanField.STATUS_CODE, span.status().code());
            out.end(status);
        }
        out.writeFixed32OrOmit(SpanField.FLAGS, span.flags());
    }

    private static void writeCount(ProtoWriter out, int field, int count) {
        out.writeVarintOrOmit(field, Integer.toUnsignedLong(count));
    }

    private static void writeEvent(ProtoWriter out, Span.Event event) {
        int message = out.begin(SpanField.EVENTS);
        out.writeFixed64OrOmit(SpanField.EVENT_TIME, event.timeUnixNano());
        out.writeStringOrOmit(SpanField.EVENT_NAME, event.name());
        AnyValueWire.writeAll(out, SpanField.EVENT_ATTRIBUTES, event.attributes());
        writeCount(out, SpanField.EVENT_DROPPED_ATTRIBUTES, event.droppedAttributesCount());
        out.end(message);
    }

    private static void writeLink(ProtoWriter out, Span.Link link) {
        int message = out.begin(SpanField.LINKS);
        if (link.traceIdHigh() != 0 || link.traceIdLow() != 0) {
            out.writeId(SpanField.LINK_TRACE_ID, link.traceIdHigh(), link.traceIdLow());
        }
        if (link.spanId().isPresent()) {
            out.writeId(SpanField.LINK_SPAN_ID, link.spanId().value());
        }
        out.writeStringOrOmit(SpanField.LINK_TRACE_STATE, link.traceState());
        AnyValueWire.writeAll(out, SpanField.LINK_ATTRIBUTES, link.attributes());
        writeCount(out, SpanField.LINK_DROPPED_ATTRIBUTES, link.droppedAttributesCount());
        out.writeFixed32OrOmit(SpanField.LINK_FLAGS, link.flags());
        out.end(message);
    }

    private static Span readSpan(ProtoReader in, Resource resource, InstrumentationScope scope) {
        SpanAccumulator span = new SpanAccumulator();
        while (in.hasMore()) {
            int tag = in.readTag();
            switch (tag >>> 3) {
                case SpanField.TRACE_ID -> {
                    span.traceIdHigh = WireId.high(in);
                    span.traceIdLow = WireId.low(in);
                }
                case SpanField.SPAN_ID -> span.spanId = new SpanId(WireId.read64(in));
                case SpanField.TRACE_STATE -> span.traceState = in.readString();
                case SpanField.PARENT_SPAN_ID -> span.parentSpanId = new SpanId(WireId.read64(in));
                case SpanField.NAME -> span.name = in.readString();
                case SpanField.KIND -> span.kind = (int) in.readVarint();
                case SpanField.START_TIME -> span.start = in.readFixed64();
                case SpanField.END_TIME -> span.end = in.readFixed64();
                case SpanField.ATTRIBUTES -> span.attributes.add(AnyValueWire.readNested(in));
                case SpanField.DROPPED_ATTRIBUTES -> span.droppedAttributes = (int) in.readVarint();
                case SpanField.EVENTS -> span.events.add(readEvent(in));
                case SpanField.DROPPED_EVENTS -> span.droppedEvents = (int) in.readVarint();
                case SpanField.LINKS -> span.links.add(readLink(in));
                case SpanField.DROPPED_LINKS -> span.droppedLinks = (int) in.readVarint();
                case SpanField.STATUS -> span.status = readStatus(in);
                case SpanField.FLAGS -> span.flags = in.readFixed32();
                default -> in.skip(tag);
            }
        }
        return span.toSpan(resource, scope);
    }

    private static Span.Status readStatus(ProtoReader in) {
        String message = "";
        int code = 0;
        int outer = in.enter();
        while (in.hasMore()) {
            int tag = in.readTag();
            switch (tag >>> 3) {
                case SpanField.STATUS_MESSAGE -> message = in.readString();
                case SpanField.STATUS_CODE -> code = (int) in.readVarint();
                default -> in.skip(tag);
            }
        }
        in.leave(outer);
        return new Span.Status(code, message);
    }

    private static Span.Event readEvent(ProtoReader in) {
        long time = 0;
        String name = "";
        List<KeyValue> attributes = new ArrayList<>();
        int dropped = 0;
        int outer = in.enter();
        while (in.hasMore()) {
            int tag = in.readTag();
            switch (tag >>> 3) {
                case SpanField.EVENT_TIME -> time = in.readFixed64();
                case SpanField.EVENT_NAME -> name = in.readString();
                case SpanField.EVENT_ATTRIBUTES -> attributes.add(AnyValueWire.readNested(in));
                case SpanField.EVENT_DROPPED_ATTRIBUTES -> dropped = (int) in.readVarint();
                default -> in.skip(tag);
            }
        }
        in.leave(outer);
        return new Span.Event(time, name, attributes, dropped);
    }

    private static Span.Link readLink(ProtoReader in) {
        long high = 0;
        long low = 0;
        SpanId spanId = SpanId.NONE;
        String traceState = "";
        List<KeyValue> attributes = new ArrayList<>();
        int dropped = 0;
        int flags = 0;
        int outer = in.enter();
        while (in.hasMore()) {
            int tag = in.readTag();
            switch (tag >>> 3) {
                case SpanField.LINK_TRACE_ID -> {
                    high = WireId.high(in);
                    low = WireId.low(in);
                }
                case SpanField.LINK_SPAN_ID -> spanId = new SpanId(WireId.read64(in));
                case SpanField.LINK_TRACE_STATE -> traceState = in.readString();
                case SpanField.LINK_ATTRIBUTES -> attributes.add(AnyValueWire.readNested(in));
                case SpanField.LINK_DROPPED_ATTRIBUTES -> dropped = (int) in.readVarint();
                case SpanField.LINK_FLAGS -> flags = in.readFixed32();
                default -> in.skip(tag);
            }
        }
        in.leave(outer);
        return new Span.Link(high, low, spanId, traceState, attributes, dropped, flags);
    }

    /** Field by field, as the wire gives them, until the span is whole. */
    private static final class SpanAccumulator {
        long traceIdHigh;
        long traceIdLow;
        SpanId spanId = SpanId.NONE;
        SpanId parentSpanId = SpanId.NONE;
        String traceState = "";
        String name = "";
        int kind;
        long start;
        long end;
        int flags;
        final List<KeyValue> attributes = new ArrayList<>();
        int droppedAttributes;
        final List<Span.Event> events = new ArrayList<>();
        int droppedEvents;
        final List<Span.Link> links = new ArrayList<>();
        int droppedLinks;
        Span.Status status = Span.Status.UNSET;

        Span toSpan(Resource resource, InstrumentationScope scope) {
            if (traceIdHigh == 0 && traceIdLow == 0) {
                throw new OtlpFormatException("traceId: expected 16 bytes that are not all zero, got none");
            }
            return new Span(
                    resource,
                    scope,
                    new TraceId(traceIdHigh, traceIdLow),
                    spanId,
                    parentSpanId,
                    traceState,
                    flags,
                    name,
                    kind,
                    start,
                    end,
                    attributes,
                    droppedAttributes,
                    events,
                    droppedEvents,
                    links,
                    droppedLinks,
                    status);
        }
    }
}
