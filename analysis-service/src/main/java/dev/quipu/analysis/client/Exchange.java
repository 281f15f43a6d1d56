package dev.quipu.analysis.client;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.AsyncResult;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.RequestOptions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One request and its answer. Whenever the outcome is no longer wanted, before the connection is had, while waiting
 * or in mid-body, the request is reset, which gives the connection back and tells the other side to stop.
 */
final class Exchange {

    private static final int MAX_ERROR_BYTES = 64 << 10;
    private static final Set<Integer> ANSWERS =
            Set.of(StorageAnswer.OK, StorageAnswer.NO_CONTENT, StorageAnswer.NOT_MODIFIED, StorageAnswer.NOT_FOUND);

    private final int maxBytes;
    private final BytesInFlight.Share share;
    private final Trouble trouble;
    private final @Nullable Buffer sends;
    private final UniEmitter<? super StorageAnswer> outcome;
    private volatile @Nullable HttpClientRequest request;
    private volatile boolean over;

    /** Names what went wrong when an answer is neither 200, 204, 304 nor 404. */
    @FunctionalInterface
    interface Trouble {
        RuntimeException of(int status, @Nullable String retryAfter, byte[] body);
    }

    private Exchange(Limits limits, @Nullable Buffer sends, UniEmitter<? super StorageAnswer> outcome) {
        this.maxBytes = limits.maxBytes();
        this.share = limits.share();
        this.trouble = limits.trouble();
        this.sends = sends;
        this.outcome = outcome;
    }

    /** What an answer may be. @param share counts its bytes; it is the caller's to close */
    record Limits(int maxBytes, BytesInFlight.Share share, Trouble trouble) {}

    /** A new exchange for each subscription. */
    static Uni<StorageAnswer> of(HttpClient client, RequestOptions options, Limits limits) {
        return of(client, options, limits, null);
    }

    /** The same. @param sends the request's body; null for none */
    static Uni<StorageAnswer> of(HttpClient client, RequestOptions options, Limits limits, @Nullable Buffer sends) {
        return Uni.createFrom().emitter(outcome -> {
            Exchange exchange = new Exchange(limits, sends, outcome);
            outcome.onTermination(exchange::abandon);
            client.request(options).onComplete(exchange::onRequest);
        });
    }

    private void abandon() {
        boolean wanted = !over;
        over = true;
        HttpClientRequest sent = request;
        if (wanted && sent != null) {
            sent.reset();
        }
    }

    private void onRequest(AsyncResult<HttpClientRequest> result) {
        if (result.failed()) {
            fail(result.cause());
            return;
        }
        request = result.result();
        if (over) {
            result.result().reset();
            return;
        }
        (sends == null ? result.result().send() : result.result().send(sends)).onComplete(this::onResponse);
    }

    private void onResponse(AsyncResult<HttpClientResponse> result) {
        if (result.failed()) {
            fail(result.cause());
            return;
        }
        HttpClientResponse response = result.result();
        response.exceptionHandler(this::fail);
        attempt(() -> {
            Body body = new Body(
                    announcedBytes(response),
                    response.statusCode() == StorageAnswer.OK ? maxBytes : MAX_ERROR_BYTES,
                    share);
            response.handler(chunk -> attempt(() -> body.append(chunk)));
            response.endHandler(end -> attempt(() -> finish(response, body.toBytes())));
        });
    }

    private static long announcedBytes(HttpClientResponse response) {
        String length = response.getHeader(HttpHeaders.CONTENT_LENGTH);
        try {
            return length == null ? -1 : Long.parseLong(length);
        } catch (NumberFormatException e) {
            throw new StorageAnswerException("Content-Length: expected a number, got '" + length + "'", e);
        }
    }

    private void attempt(Runnable step) {
        if (!over) {
            try {
                step.run();
            } catch (RuntimeException e) {
                fail(e);
            }
        }
    }

    private void finish(HttpClientResponse response, byte[] body) {
        int status = response.statusCode();
        if (!ANSWERS.contains(status)) {
            throw trouble.of(status, response.getHeader(HttpHeaders.RETRY_AFTER), body);
        }
        over = true;
        outcome.complete(new StorageAnswer(status, body, response.headers()));
    }

    private void fail(Throwable cause) {
        if (!over) {
            outcome.fail(cause);
            abandon();
        }
    }
}
