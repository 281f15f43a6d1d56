package dev.quipu.collector.zipkin;

import dev.quipu.model.InstrumentationScope;
import dev.quipu.model.KeyValue;
import dev.quipu.model.Resource;
import dev.quipu.model.SemanticAttributes;
import dev.quipu.model.SpanId;
import dev.quipu.model.TraceId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import zipkin2.Annotation;
import zipkin2.Endpoint;
import zipkin2.Span;

/**
 * Zipkin's span in OTLP's words, by the rules of OpenTelemetry's Zipkin exporter read backwards (OpenTelemetry
 * specification, "Zipkin"), so that nothing is lost: what OTLP has no field for becomes an attribute
 * {@code zipkin.*}. Tags stay text, as they are.
 */
final class ZipkinSpans {

    static final String SHARED = "zipkin.shared";
    static final String DEBUG = "zipkin.debug";
    static final String LOCAL_IPV6 = "zipkin.local.ipv6";
    static final String REMOTE_IPV6 = "zipkin.remote.ipv6";

    private static final String ERROR = "error";
    private static final String STATUS_CODE = "otel.status_code";
    private static final String STATUS_DESCRIPTION = "otel.status_description";
    private static final long NANOS_PER_MICRO = 1_000;
    private static final int SHORT_TRACE_ID = 16;

    private ZipkinSpans() {}

    static dev.quipu.model.Span otlp(Span span) {
        long start = span.timestampAsLong() * NANOS_PER_MICRO;
        List<dev.quipu.model.Span.Event> events = new ArrayList<>();
        for (Annotation annotation : span.annotations()) {
            events.add(new dev.quipu.model.Span.Event(
                    annotation.timestamp() * NANOS_PER_MICRO, annotation.value(), List.of(), 0));
        }
        return new dev.quipu.model.Span(
                resource(span.localEndpoint()),
                InstrumentationScope.NONE,
                traceId(span.traceId()),
                SpanId.parse(span.id()),
                span.parentId() == null ? SpanId.NONE : SpanId.parse(span.parentId()),
                "",
                0,
                span.name() == null ? "" : span.name(),
                kind(span.kind()),
                start,
                start + span.durationAsLong() * NANOS_PER_MICRO,
                attributes(span),
                0,
                events,
                0,
                List.of(),
                0,
                status(span));
    }

    private static TraceId traceId(String hex) {
        return TraceId.parse(hex.length() == SHORT_TRACE_ID ? "0".repeat(SHORT_TRACE_ID) + hex : hex);
    }

    private static Resource resource(@Nullable Endpoint local) {
        String name = local == null ? null : local.serviceName();
        return Resource.of(name == null ? List.of() : List.of(KeyValue.of(SemanticAttributes.SERVICE_NAME, name)));
    }

    private static int kind(Span.@Nullable Kind kind) {
        if (kind == null) {
            return dev.quipu.model.Span.Kind.UNSPECIFIED.ordinal();
        }
        return switch (kind) {
            case CLIENT -> dev.quipu.model.Span.Kind.CLIENT.ordinal();
            case SERVER -> dev.quipu.model.Span.Kind.SERVER.ordinal();
            case PRODUCER -> dev.quipu.model.Span.Kind.PRODUCER.ordinal();
            case CONSUMER -> dev.quipu.model.Span.Kind.CONSUMER.ordinal();
        };
    }

    private static List<KeyValue> attributes(Span span) {
        List<KeyValue> attributes = new ArrayList<>();
        span.tags().forEach((key, value) -> attributes.add(KeyValue.of(key, value)));
        Endpoint local = span.localEndpoint();
        if (local != null) {
            addAddress(
                    attributes,
                    local,
                    SemanticAttributes.NETWORK_LOCAL_ADDRESS,
                    SemanticAttributes.NETWORK_LOCAL_PORT,
                    LOCAL_IPV6);
        }
        Endpoint remote = span.remoteEndpoint();
        if (remote != null) {
            if (remote.serviceName() != null) {
                attributes.add(KeyValue.of(SemanticAttributes.PEER_SERVICE, remote.serviceName()));
            }
            addAddress(
                    attributes,
                    remote,
                    SemanticAttributes.NETWORK_PEER_ADDRESS,
                    SemanticAttributes.NETWORK_PEER_PORT,
                    REMOTE_IPV6);
        }
        if (Boolean.TRUE.equals(span.shared())) {
            attributes.add(KeyValue.of(SHARED, true));
        }
        if (Boolean.TRUE.equals(span.debug())) {
            attributes.add(KeyValue.of(DEBUG, true));
        }
        return attributes;
    }

    private static void addAddress(
            List<KeyValue> attributes, Endpoint endpoint, String addressKey, String portKey, String ipv6Key) {
        String ipv4 = endpoint.ipv4();
        String ipv6 = endpoint.ipv6();
        if (ipv4 != null) {
            attributes.add(KeyValue.of(addressKey, ipv4));
            if (ipv6 != null) {
                attributes.add(KeyValue.of(ipv6Key, ipv6));
            }
        } else if (ipv6 != null) {
            attributes.add(KeyValue.of(addressKey, ipv6));
        }
        if (endpoint.portAsInt() != 0) {
            attributes.add(KeyValue.of(portKey, (long) endpoint.portAsInt()));
        }
    }

    private static dev.quipu.model.Span.Status status(Span span) {
        String error = span.tags().get(ERROR);
        String code = span.tags().getOrDefault(STATUS_CODE, "");
        String description = span.tags().getOrDefault(STATUS_DESCRIPTION, "");
        if (code.equals("ERROR") || error != null) {
            String message = description.isEmpty() && error != null && !error.equals("true") ? error : description;
            return new dev.quipu.model.Span.Status(dev.quipu.model.Span.Status.CODE_ERROR, message);
        }
        return code.equals("OK")
                ? new dev.quipu.model.Span.Status(dev.quipu.model.Span.Status.CODE_OK, description)
                : dev.quipu.model.Span.Status.UNSET;
    }
}
