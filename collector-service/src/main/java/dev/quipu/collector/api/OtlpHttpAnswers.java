package dev.quipu.collector.api;

import dev.quipu.access.Refusal;
import dev.quipu.collector.intake.Answer;
import dev.quipu.model.Signal;
import dev.quipu.model.otlp.OtlpResponses;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/**
 * Puts answers into the words of OTLP/HTTP (OTLP specification, "OTLP/HTTP Response"): the body has the form of the
 * request, an error's is a {@code google.rpc.Status}, and what shall be sent again says when.
 */
@Singleton
final class OtlpHttpAnswers {

    private static final String ACCEPT_POST = "Accept-Post";
    private static final String KNOWN_TYPES = OtlpForm.PROTOBUF.contentType() + ", " + OtlpForm.JSON.contentType();

    private final RetryAfter retryAfter;
    private final OpenRequests open;

    @Inject
    OtlpHttpAnswers(RetryAfter retryAfter, OpenRequests open) {
        this.retryAfter = retryAfter;
        this.open = open;
    }

    Future<Void> write(HttpServerRequest request, Signal signal, OtlpForm form, Answer answer) {
        HttpServerResponse response = request.response();
        switch (answer.kind()) {
            case UNSUPPORTED ->
                response.putHeader(ACCEPT_POST, KNOWN_TYPES)
                        .putHeader(HttpHeaders.ACCEPT_ENCODING, ContentCoding.KNOWN);
            case UNAUTHENTICATED -> response.putHeader(HttpHeaderNames.WWW_AUTHENTICATE, Refusal.CHALLENGE);
            case OVER_QUOTA, REFUSED -> response.putHeader(HttpHeaders.RETRY_AFTER, retryAfter.seconds(answer));
            case ACKNOWLEDGED, UNREADABLE, TOO_LARGE, TOO_SLOW, FORBIDDEN -> {}
        }
        return write(request, form, status(answer), body(answer, signal, form));
    }

    Future<Void> methodNotAllowed(HttpServerRequest request, OtlpForm form) {
        String message = "method: expected POST, got " + request.method();
        request.response().putHeader(HttpHeaders.ALLOW, HttpMethod.POST.name());
        return write(request, form, 405, OtlpResponses.status(GrpcCode.UNIMPLEMENTED, message, form == OtlpForm.JSON));
    }

    private Future<Void> write(HttpServerRequest request, OtlpForm form, int status, byte[] body) {
        HttpServerResponse response = request.response();
        if (response.closed()) {
            return Future.failedFuture("the sender is gone");
        }
        if (request.version() != HttpVersion.HTTP_2 && open.closing()) {
            response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
        return response.setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, form.contentType())
                .end(Buffer.buffer(body));
    }

    private static int status(Answer answer) {
        return switch (answer.kind()) {
            case ACKNOWLEDGED -> 200;
            case UNREADABLE -> 400;
            case TOO_SLOW -> 408;
            case TOO_LARGE -> 413;
            case UNSUPPORTED -> 415;
            case UNAUTHENTICATED -> 401;
            case FORBIDDEN -> 403;
            case OVER_QUOTA -> 429;
            case REFUSED -> 503;
        };
    }

    private static byte[] body(Answer answer, Signal signal, OtlpForm form) {
        boolean json = form == OtlpForm.JSON;
        if (answer.kind() != Answer.Kind.ACKNOWLEDGED) {
            return OtlpResponses.status(GrpcCode.of(answer.kind()), answer.message(), json);
        }
        return answer.message().isEmpty()
                ? OtlpResponses.success(signal, json)
                : OtlpResponses.partialSuccess(signal, answer.rejected(), answer.message(), json);
    }
}
