package dev.quipu.analysis.zipkin;

import dev.quipu.analysis.values.AnyValueText;
import dev.quipu.model.AnyValue;
import dev.quipu.model.KeyValue;
import dev.quipu.model.SemanticAttributes;
import dev.quipu.model.Span;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Spans in Zipkin's shape, by OpenTelemetry's "OpenTelemetry to Zipkin Transformation", with the resource's attributes
 * as tags too, as the OpenTelemetry Collector gives them. A span that came from Zipkin comes out as it came in. Links
 * have no place in Zipkin's shape.
 */
final class ZipkinSpans {

    private static final String ERROR = "error";
    private static final String STATUS_CODE = "otel.status_code";
    private static final String SCOPE_NAME = "otel.scope.name";
    private static final String SCOPE_VERSION = "otel.scope.version";
    private static final long NANOS_PER_MICRO = 1_000;

    private ZipkinSpans() {}

    static zipkin2.Span of(Span span) {
        Map<String, String> tags = new LinkedHashMap<>();
        resourceTags(span, tags);
        EndpointAttributes endpoints = EndpointAttributes.takenFrom(span);
        endpoints.rest().forEach(attribute -> tags.put(attribute.key(), text(attribute.value())));
        String remoteName = endpoints.remoteName().isEmpty() ? calledName(span) : endpoints.remoteName();
        zipkin2.Span.Builder builder = zipkin2.Span.newBuilder()
                .traceId(span.traceId().hex())
                .id(span.spanId().hex())
                .kind(kind(span))
                .name(span.name())
                .timestamp(Long.divideUnsigned(span.startTimeUnixNano(), NANOS_PER_MICRO))
                .duration(durationMicros(span))
                .localEndpoint(endpoints.local(serviceName(span)))
                .remoteEndpoint(endpoints.remote(remoteName))
                .shared(endpoints.isShared() ? true : null)
                .debug(endpoints.isDebug() ? true : null);
        if (span.parentSpanId().isPresent()) {
            builder.parentId(span.parentSpanId().hex());
        }
        addStatus(span.status(), tags);
        addIfPresent(tags, SCOPE_NAME, span.scope().name());
        addIfPresent(tags, SCOPE_VERSION, span.scope().version());
        tags.forEach(builder::putTag);
        span.events()
                .forEach(event -> builder.addAnnotation(
                        Long.divideUnsigned(event.timeUnixNano(), NANOS_PER_MICRO), annotation(event)));
        return builder.build();
    }

    /** Empty when the resource names no service. */
    private static String serviceName(Span span) {
        return span.resource().attributes().stream()
                .filter(attribute -> attribute.key().equals(SemanticAttributes.SERVICE_NAME))
                .map(attribute -> text(attribute.value()))
                .findFirst()
                .orElse("");
    }

    private static void resourceTags(Span span, Map<String, String> tags) {
        for (KeyValue attribute : span.resource().attributes()) {
            if (!attribute.key().equals(SemanticAttributes.SERVICE_NAME)) {
                tags.put(attribute.key(), text(attribute.value()));
            }
        }
    }

    private static zipkin2.Span.@Nullable Kind kind(Span span) {
        if (span.kind() == Span.Kind.CLIENT.ordinal()) {
            return zipkin2.Span.Kind.CLIENT;
        }
        if (span.kind() == Span.Kind.SERVER.ordinal()) {
            return zipkin2.Span.Kind.SERVER;
        }
        if (span.kind() == Span.Kind.PRODUCER.ordinal()) {
            return zipkin2.Span.Kind.PRODUCER;
        }
        return span.kind() == Span.Kind.CONSUMER.ordinal() ? zipkin2.Span.Kind.CONSUMER : null;
    }

    /** 0, which stands for none in Zipkin's shape, only when the span ends as it begins, or before. */
    private static long durationMicros(Span span) {
        if (Long.compareUnsigned(span.endTimeUnixNano(), span.startTimeUnixNano()) <= 0) {
            return 0;
        }
        return Math.max(1, Long.divideUnsigned(span.endTimeUnixNano() - span.startTimeUnixNano(), NANOS_PER_MICRO));
    }

    /** What a caller of OpenTelemetry's conventions says of whom it calls, when it names no peer. */
    private static String calledName(Span span) {
        boolean calls = span.kind() == Span.Kind.CLIENT.ordinal() || span.kind() == Span.Kind.PRODUCER.ordinal();
        if (!calls) {
            return "";
        }
        for (String key : SearchFilter.NAMES_OF_CALLED) {
            for (KeyValue attribute : span.attributes()) {
                if (attribute.key().equals(key)) {
                    return text(attribute.value());
                }
            }
        }
        return "";
    }

    private static void addStatus(Span.Status status, Map<String, String> tags) {
        if (tags.containsKey(ERROR) || tags.containsKey(STATUS_CODE)) {
            return;
        }
        if (status.code() == Span.Status.CODE_ERROR) {
            tags.put(STATUS_CODE, "ERROR");
            tags.put(ERROR, status.message());
        } else if (status.code() == Span.Status.CODE_OK) {
            tags.put(STATUS_CODE, "OK");
        }
    }

    private static void addIfPresent(Map<String, String> tags, String key, String value) {
        if (!value.isEmpty()) {
            tags.putIfAbsent(key, value);
        }
    }

    /** The event's name; with attributes, as {@code "name": {…}}. */
    private static String annotation(Span.Event event) {
        return event.attributes().isEmpty()
                ? event.name()
                : "\"" + event.name() + "\": " + AnyValueText.json(new AnyValue.MapValue(event.attributes()));
    }

    private static String text(AnyValue value) {
        return AnyValueText.of(value);
    }

    static List<zipkin2.Span> of(List<Span> spans) {
        return spans.stream().map(ZipkinSpans::of).toList();
    }
}
