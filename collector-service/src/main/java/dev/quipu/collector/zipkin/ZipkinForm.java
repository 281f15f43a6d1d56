package dev.quipu.collector.zipkin;

import dev.quipu.model.otlp.OtlpFormatException;
import dev.quipu.model.otlp.OtlpTraces;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import zipkin2.Span;
import zipkin2.codec.SpanBytesDecoder;

/** The forms in which Zipkin's clients send lists of spans (zipkin-api, "POST /spans"). */
public enum ZipkinForm {
    JSON_V2(SpanBytesDecoder.JSON_V2),
    PROTO3(SpanBytesDecoder.PROTO3),
    JSON_V1(SpanBytesDecoder.JSON_V1),
    THRIFT(SpanBytesDecoder.THRIFT);

    private final SpanBytesDecoder decoder;

    ZipkinForm(SpanBytesDecoder decoder) {
        this.decoder = decoder;
    }

    /** The form at {@code /api/v2/spans}; JSON when the sender says nothing. Empty for any other type. */
    public static Optional<ZipkinForm> ofV2(@Nullable String contentType) {
        return switch (mediaType(contentType)) {
            case "", "application/json" -> Optional.of(JSON_V2);
            case "application/x-protobuf" -> Optional.of(PROTO3);
            default -> Optional.empty();
        };
    }

    /** The form at {@code /api/v1/spans}; JSON when the sender says nothing. Empty for any other type. */
    public static Optional<ZipkinForm> ofV1(@Nullable String contentType) {
        return switch (mediaType(contentType)) {
            case "", "application/json" -> Optional.of(JSON_V1);
            case "application/x-thrift" -> Optional.of(THRIFT);
            default -> Optional.empty();
        };
    }

    private static String mediaType(@Nullable String contentType) {
        if (contentType == null) {
            return "";
        }
        int parameters = contentType.indexOf(';');
        return (parameters < 0 ? contentType : contentType.substring(0, parameters))
                .strip()
                .toLowerCase(Locale.ROOT);
    }

    /**
     * The same spans as {@code ExportTraceServiceRequest} in the protobuf form.
     *
     * @throws OtlpFormatException when the body is not a list of spans in this form
     */
    public byte[] toOtlp(byte[] body, int length) {
        List<Span> spans;
        try {
            spans = length == 0 ? List.of() : decode(Arrays.copyOf(body, length));
        } catch (RuntimeException e) {
            throw new OtlpFormatException("zipkin: expected a list of spans as " + this + ", got: " + e.getMessage());
        }
        return OtlpTraces.toProtobuf(spans.stream().map(ZipkinSpans::otlp).toList());
    }

    private List<Span> decode(byte[] body) {
        if (this == THRIFT) {
            ThriftBounds.check(body);
        }
        return decoder.decodeList(body);
    }
}
