package dev.quipu.collector.api;

import dev.quipu.access.Refusal;
import dev.quipu.collector.intake.Answer;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.function.Supplier;

/**
 * Puts answers into the words of protocols that know statuses and plain text only: Zipkin's, Loki's and Prometheus'.
 * What is our own trouble is 503, what is over quota 429, and both say when to come again.
 */
@Singleton
final class PlainAnswers {

    private static final String PLAIN_TEXT = "text/plain; charset=utf-8";

    private final RetryAfter retryAfter;
    private final OpenRequests open;

    @Inject
    PlainAnswers(RetryAfter retryAfter, OpenRequests open) {
        this.retryAfter = retryAfter;
        this.open = open;
    }

    /**
     * Serves a request and tells its sender what became of it.
     *
     * @param success the status of a request that was taken
     */
    void serve(String door, HttpServerRequest request, Supplier<Future<Answer>> decision, int success) {
        open.serve(door, decision, answer -> {
            Future<Void> written = write(request, answer, success);
            Leftover.forget(request);
            return written;
        });
    }

    /** @param success the status of a request that was taken */
    Future<Void> write(HttpServerRequest request, Answer answer, int success) {
        if (answer.refusal().isPresent()) {
            request.response().putHeader(HttpHeaders.RETRY_AFTER, retryAfter.seconds(answer));
        }
        if (answer.kind() == Answer.Kind.UNAUTHENTICATED) {
            request.response().putHeader(HttpHeaderNames.WWW_AUTHENTICATE, Refusal.CHALLENGE);
        }
        return write(request, status(answer, success), answer.message());
    }

    Future<Void> write(HttpServerRequest request, int status, String message) {
        HttpServerResponse response = request.response();
        if (response.closed()) {
            return Future.failedFuture("the sender is gone");
        }
        if (open.closing()) {
            response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
        response.setStatusCode(status);
        return message.isEmpty()
                ? response.end()
                : response.putHeader(HttpHeaders.CONTENT_TYPE, PLAIN_TEXT).end(Buffer.buffer(message));
    }

    private static int status(Answer answer, int success) {
        return switch (answer.kind()) {
            case ACKNOWLEDGED -> success;
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
}
