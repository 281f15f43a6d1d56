package dev.quipu.collector.api;

import dev.quipu.collector.intake.Answer;
import dev.quipu.model.Signal;
import dev.quipu.model.otlp.OtlpResponses;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.function.Supplier;

/**
 * Puts answers into the words of OTLP/gRPC (gRPC over HTTP2, "Responses"; OTLP specification, "OTLP/gRPC Response"):
 * a message and a status, or a status alone, which carries a RetryInfo when the request shall be sent again.
 */
@Singleton
final class GrpcAnswers {

    private static final String DOOR = "grpc";
    private static final String STATUS = "grpc-status";
    private static final String MESSAGE = "grpc-message";
    private static final String DETAILS = "grpc-status-details-bin";
    private static final String ACCEPT_ENCODING = "grpc-accept-encoding";
    private static final Base64.Encoder BASE64 = Base64.getEncoder().withoutPadding();

    private final RetryAfter retryAfter;
    private final OpenRequests open;

    @Inject
    GrpcAnswers(RetryAfter retryAfter, OpenRequests open) {
        this.retryAfter = retryAfter;
        this.open = open;
    }

    /** Serves a call and tells its caller what became of it. */
    void serve(HttpServerRequest request, Signal signal, Supplier<Future<Answer>> decision) {
        open.serve(DOOR, decision, answer -> {
            Future<Void> written = write(request, signal, answer);
            Leftover.forget(request);
            return written;
        });
    }

    private Future<Void> write(HttpServerRequest request, Signal signal, Answer answer) {
        HttpServerResponse response = request.response();
        if (response.closed()) {
            return Future.failedFuture("the caller is gone");
        }
        response.putHeader(HttpHeaders.CONTENT_TYPE, "application/grpc+proto")
                .putHeader(ACCEPT_ENCODING, ContentCoding.KNOWN.replace(" ", ""));
        if (answer.kind() == Answer.Kind.ACKNOWLEDGED) {
            response.putTrailer(STATUS, Integer.toString(GrpcCode.OK));
            return response.end(message(signal, answer));
        }
        int code = GrpcCode.of(answer.kind());
        response.putHeader(STATUS, Integer.toString(code)).putHeader(MESSAGE, percentEncoded(answer.message()));
        if (answer.refusal().isPresent()) {
            byte[] details = OtlpResponses.retryableStatus(code, answer.message(), retryAfter.of(answer));
            response.putHeader(DETAILS, BASE64.encodeToString(details));
        }
        return response.end();
    }

    private static Buffer message(Signal signal, Answer answer) {
        byte[] message = answer.message().isEmpty()
                ? OtlpResponses.success(signal, false)
                : OtlpResponses.partialSuccess(signal, answer.rejected(), answer.message(), false);
        return Buffer.buffer(message.length + 5)
                .appendByte((byte) 0)
                .appendInt(message.length)
                .appendBytes(message);
    }

    /** The form of {@code grpc-message}: printable ASCII but {@code %} as it is, all else as the bytes of UTF-8. */
    static String percentEncoded(String text) {
        StringBuilder encoded = new StringBuilder(text.length());
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            if (octet >= ' ' && octet <= '~' && octet != '%') {
                encoded.append((char) octet);
            } else {
                encoded.append('%').append(String.format("%02X", octet & 0xff));
            }
        }
        return encoded.toString();
    }
}
