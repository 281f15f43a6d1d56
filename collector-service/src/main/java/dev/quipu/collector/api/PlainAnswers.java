package dev.quipu.collector.api;

import dev.quipu.collector.CollectorConfig;
import dev.quipu.collector.intake.Answer;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/**
 * Puts answers into the words of protocols that know statuses and plain text only: Zipkin's, Loki's and Prometheus'.
 * What is our own trouble is 503 and says when to come again.
 */
@Singleton
final class PlainAnswers {

    private static final String PLAIN_TEXT = "text/plain; charset=utf-8";

    private final String retryAfterSeconds;
    private final OpenRequests open;

    @Inject
    PlainAnswers(CollectorConfig config, OpenRequests open) {
        long seconds = config.retryAfter().plusMillis(999).toSeconds();
        this.retryAfterSeconds = Long.toString(Math.max(1, seconds));
        this.open = open;
    }

    /** @param success the status of a request that was taken */
    Future<Void> write(HttpServerRequest request, Answer answer, int success) {
        if (answer.kind() == Answer.Kind.REFUSED) {
            request.response().putHeader(HttpHeaders.RETRY_AFTER, retryAfterSeconds);
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
            case REFUSED -> 503;
        };
    }
}
