package dev.quipu.acceptance;

import com.google.protobuf.ByteString;
import com.google.protobuf.DiscardUnknownFieldsParser;
import com.google.protobuf.InvalidProtocolBufferException;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.TracesData;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;

/**
 * A span with all it inherits from its resource and scope, in a form in which two are equal when OTLP says so: an
 * absent message equals an empty one and the order of attributes says nothing.
 */
record OtlpSpan(
        Resource resource, String resourceSchemaUrl, InstrumentationScope scope, String scopeSchemaUrl, Span span) {

    OtlpSpan {
        resource = resource.toBuilder()
                .clearAttributes()
                .addAllAttributes(sorted(resource.getAttributesList()))
                .build();
        scope = scope.toBuilder()
                .clearAttributes()
                .addAllAttributes(sorted(scope.getAttributesList()))
                .build();
        span = canonical(span);
    }

    /** @param protobuf an ExportTraceServiceRequest or a TracesData: their wire form is the same */
    static List<OtlpSpan> listOf(byte[] protobuf) {
        try {
            return listOf(DiscardUnknownFieldsParser.wrap(TracesData.parser())
                    .parseFrom(protobuf)
                    .getResourceSpansList());
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException(e);
        }
    }

    static List<OtlpSpan> listOf(ExportTraceServiceRequest request) {
        return listOf(request.getResourceSpansList());
    }

    private static List<OtlpSpan> listOf(List<ResourceSpans> ofResources) {
        List<OtlpSpan> spans = new ArrayList<>();
        for (ResourceSpans ofResource : ofResources) {
            for (ScopeSpans ofScope : ofResource.getScopeSpansList()) {
                for (Span span : ofScope.getSpansList()) {
                    spans.add(new OtlpSpan(
                            ofResource.getResource(),
                            ofResource.getSchemaUrl(),
                            ofScope.getScope(),
                            ofScope.getSchemaUrl(),
                            span));
                }
            }
        }
        return spans;
    }

    String traceId() {
        return hex(span.getTraceId());
    }

    static String hex(ByteString bytes) {
        return HexFormat.of().formatHex(bytes.toByteArray());
    }

    private static Span canonical(Span span) {
        Span.Builder canonical = span.toBuilder()
                .setStatus(span.getStatus())
                .clearAttributes()
                .addAllAttributes(sorted(span.getAttributesList()));
        for (Span.Event.Builder event : canonical.getEventsBuilderList()) {
            List<KeyValue> attributes = sorted(event.getAttributesList());
            event.clearAttributes().addAllAttributes(attributes);
        }
        for (Span.Link.Builder link : canonical.getLinksBuilderList()) {
            List<KeyValue> attributes = sorted(link.getAttributesList());
            link.clearAttributes().addAllAttributes(attributes);
        }
        return canonical.build();
    }

    static List<KeyValue> sorted(List<KeyValue> attributes) {
        return attributes.stream()
                .map(attribute ->
                        attribute.toBuilder().setValue(attribute.getValue()).build())
                .sorted(Comparator.comparing(KeyValue::getKey))
                .toList();
    }
}
