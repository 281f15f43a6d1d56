package dev.quipu.acceptance;

import com.google.protobuf.ByteString;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/** What the Java SDK recorded, as OTLP's specification writes it; made from {@link SpanData} without the SDK's exporter. */
final class JavaSdkSpans {

    private static final int HAS_IS_REMOTE = 0x100;
    private static final int IS_REMOTE = 0x200;

    private JavaSdkSpans() {}

    static OtlpSpan otlp(SpanData span) {
        return new OtlpSpan(
                Resource.newBuilder()
                        .addAllAttributes(keyValues(span.getResource().getAttributes()))
                        .build(),
                Objects.requireNonNullElse(span.getResource().getSchemaUrl(), ""),
                InstrumentationScope.newBuilder()
                        .setName(span.getInstrumentationScopeInfo().getName())
                        .setVersion(Objects.requireNonNullElse(
                                span.getInstrumentationScopeInfo().getVersion(), ""))
                        .addAllAttributes(
                                keyValues(span.getInstrumentationScopeInfo().getAttributes()))
                        .build(),
                Objects.requireNonNullElse(span.getInstrumentationScopeInfo().getSchemaUrl(), ""),
                protobuf(span));
    }

    private static Span protobuf(SpanData span) {
        Span.Builder built = Span.newBuilder()
                .setTraceId(bytes(span.getTraceId()))
                .setSpanId(bytes(span.getSpanId()))
                .setTraceState(traceState(span.getSpanContext()))
                .setFlags(
                        flags(span.getSpanContext(), span.getParentSpanContext().isRemote()))
                .setName(span.getName())
                .setKindValue(span.getKind().ordinal() + 1)
                .setStartTimeUnixNano(span.getStartEpochNanos())
                .setEndTimeUnixNano(span.getEndEpochNanos())
                .addAllAttributes(keyValues(span.getAttributes()))
                .setDroppedAttributesCount(
                        span.getTotalAttributeCount() - span.getAttributes().size())
                .setDroppedEventsCount(
                        span.getTotalRecordedEvents() - span.getEvents().size())
                .setDroppedLinksCount(
                        span.getTotalRecordedLinks() - span.getLinks().size())
                .setStatus(Status.newBuilder()
                        .setCodeValue(
                                switch (span.getStatus().getStatusCode()) {
                                    case UNSET -> Status.StatusCode.STATUS_CODE_UNSET_VALUE;
                                    case OK -> Status.StatusCode.STATUS_CODE_OK_VALUE;
                                    case ERROR -> Status.StatusCode.STATUS_CODE_ERROR_VALUE;
                                })
                        .setMessage(span.getStatus().getDescription()));
        if (span.getParentSpanContext().isValid()) {
            built.setParentSpanId(bytes(span.getParentSpanId()));
        }
        span.getEvents().forEach(event -> built.addEvents(protobuf(event)));
        span.getLinks().forEach(link -> built.addLinks(protobuf(link)));
        return built.build();
    }

    private static Span.Event protobuf(EventData event) {
        return Span.Event.newBuilder()
                .setTimeUnixNano(event.getEpochNanos())
                .setName(event.getName())
                .addAllAttributes(keyValues(event.getAttributes()))
                .setDroppedAttributesCount(
                        event.getTotalAttributeCount() - event.getAttributes().size())
                .build();
    }

    private static Span.Link protobuf(LinkData link) {
        return Span.Link.newBuilder()
                .setTraceId(bytes(link.getSpanContext().getTraceId()))
                .setSpanId(bytes(link.getSpanContext().getSpanId()))
                .setTraceState(traceState(link.getSpanContext()))
                .setFlags(flags(link.getSpanContext(), link.getSpanContext().isRemote()))
                .addAllAttributes(keyValues(link.getAttributes()))
                .setDroppedAttributesCount(
                        link.getTotalAttributeCount() - link.getAttributes().size())
                .build();
    }

    private static int flags(SpanContext context, boolean remote) {
        return (context.getTraceFlags().asByte() & 0xff) | HAS_IS_REMOTE | (remote ? IS_REMOTE : 0);
    }

    private static String traceState(SpanContext context) {
        List<String> entries = new ArrayList<>();
        context.getTraceState().forEach((key, value) -> entries.add(key + "=" + value));
        return String.join(",", entries);
    }

    static List<KeyValue> keyValues(Attributes attributes) {
        List<KeyValue> keyValues = new ArrayList<>();
        attributes.forEach((key, value) -> keyValues.add(KeyValue.newBuilder()
                .setKey(key.getKey())
                .setValue(anyValue(value))
                .build()));
        return keyValues;
    }

    private static AnyValue anyValue(Object value) {
        AnyValue.Builder built = AnyValue.newBuilder();
        if (value instanceof String text) {
            if (!text.isEmpty()) { // the SDK's exporter writes an empty text as a value that is absent
                built.setStringValue(text);
            }
        } else if (value instanceof Boolean bool) {
            built.setBoolValue(bool);
        } else if (value instanceof Long number) {
            built.setIntValue(number);
        } else if (value instanceof Double number) {
            built.setDoubleValue(number);
        } else if (value instanceof List<?> list) {
            ArrayValue.Builder array = ArrayValue.newBuilder();
            list.forEach(element -> array.addValues(anyValue(element)));
            built.setArrayValue(array);
        } else {
            throw new IllegalArgumentException("no attribute type of the SDK: " + value.getClass());
        }
        return built.build();
    }

    static ByteString bytes(String hex) {
        return ByteString.copyFrom(HexFormat.of().parseHex(hex));
    }
}
