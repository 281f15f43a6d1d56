package dev.quipu.benchmarks.load;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.quipu.benchmarks.spans.RequestEncoding;
import io.opentelemetry.proto.collector.trace.v1.ExportTracePartialSuccess;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpVersion;
import java.time.Duration;
import java.util.Set;

/** A way into a tracing backend: how a request is put and what its answer means. */
public enum Door {
    /** OTLP/HTTP with binary protobuf. */
    HTTP("/v1/traces", RequestEncoding.OTLP, HttpVersion.HTTP_1_1, "application/x-protobuf"),
    /** OTLP/HTTP with binary protobuf, log records. */
    LOGS("/v1/logs", RequestEncoding.OTLP, HttpVersion.HTTP_1_1, "application/x-protobuf"),
    /** OTLP/HTTP with binary protobuf, points of metrics. */
    METRICS("/v1/metrics", RequestEncoding.OTLP, HttpVersion.HTTP_1_1, "application/x-protobuf"),
    /** OTLP/gRPC over clear-text HTTP/2. */
    GRPC(
            "/opentelemetry.proto.collector.trace.v1.TraceService/Export",
            RequestEncoding.OTLP,
            HttpVersion.HTTP_2,
            "application/grpc"),
    /** Zipkin's v2 API with protobuf. */
    ZIPKIN("/api/v2/spans", RequestEncoding.ZIPKIN, HttpVersion.HTTP_1_1, "application/x-protobuf");

    /** Flag and length before each gRPC message. */
    static final int GRPC_PREFIX_BYTES = 5;

    private static final Set<Integer> RETRYABLE_HTTP = Set.of(429, 502, 503, 504);
    /** CANCELLED, DEADLINE_EXCEEDED, RESOURCE_EXHAUSTED, ABORTED, OUT_OF_RANGE, UNAVAILABLE, DATA_LOSS. */
    private static final Set<String> RETRYABLE_GRPC = Set.of("1", "4", "8", "10", "11", "14", "15");

    private final String path;
    private final RequestEncoding encoding;
    private final HttpVersion version;
    private final String contentType;

    Door(String path, RequestEncoding encoding, HttpVersion version, String contentType) {
        this.path = path;
        this.encoding = encoding;
        this.version = version;
        this.contentType = contentType;
    }

    /** The signal whose records go in here. */
    public String signal() {
        return switch (this) {
            case HTTP, GRPC, ZIPKIN -> "traces";
            case LOGS -> "logs";
            case METRICS -> "metrics";
        };
    }

    /** The form in which its requests of spans are encoded. */
    public RequestEncoding encoding() {
        return encoding;
    }

    String path() {
        return path;
    }

    HttpVersion version() {
        return version;
    }

    int prefixBytes() {
        return this == GRPC ? GRPC_PREFIX_BYTES : 0;
    }

    MultiMap headers(boolean gzip) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap().add("content-type", contentType);
        if (this == GRPC) {
            headers.add("te", "trailers");
        }
        return gzip ? headers.add(this == GRPC ? "grpc-encoding" : "content-encoding", "gzip") : headers;
    }

    /** @param trailers of gRPC; its status stands there, or in the headers when there is no body */
    Answer answer(int status, MultiMap headers, MultiMap trailers, byte[] body) {
        if (status / 100 != 2) {
            return httpFailure(status, headers, body);
        }
        if (this == GRPC) {
            String code = trailers.contains("grpc-status") ? trailers.get("grpc-status") : headers.get("grpc-status");
            if (!"0".equals(code)) {
                String detail = "gRPC status " + code + ": " + trailers.get("grpc-message");
                return RETRYABLE_GRPC.contains(code) ? Answer.retry(Duration.ZERO, detail) : Answer.refused(detail);
            }
        }
        return this == ZIPKIN ? Answer.acknowledged(0, "") : otlp(body);
    }

    private static Answer httpFailure(int status, MultiMap headers, byte[] body) {
        String detail = "HTTP status " + status + ", " + body.length + " bytes of body";
        if (!RETRYABLE_HTTP.contains(status)) {
            return Answer.refused(detail);
        }
        String after = headers.get("retry-after");
        boolean seconds = after != null && after.matches("\\d{1,6}");
        return Answer.retry(seconds ? Duration.ofSeconds(Long.parseLong(after)) : Duration.ZERO, detail);
    }

    /** The answers of all signals have the same fields. */
    private Answer otlp(byte[] body) {
        if (body.length <= prefixBytes()) {
            return Answer.acknowledged(0, "");
        }
        try {
            ExportTracePartialSuccess partial = ExportTraceServiceResponse.parser()
                    .parseFrom(body, prefixBytes(), body.length - prefixBytes())
                    .getPartialSuccess();
            return Answer.acknowledged(partial.getRejectedSpans(), partial.getErrorMessage());
        } catch (InvalidProtocolBufferException e) {
            return Answer.refused("unreadable answer: " + e.getMessage());
        }
    }
}
