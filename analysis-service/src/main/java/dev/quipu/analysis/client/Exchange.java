package dev.quipu.analysis.client;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.AsyncResult;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.RequestOptions;
import org.jspecify.annotations.Nullable;

/**
 * One request and its answer. Whenever the outcome is no longer wanted, before the connection is had, while waiting
 * or in mid-body, the request is reset, which gives the connection back and tells storage to stop.
 */
final class Exchange {

    private static final String TRUNCATED = "Quipu-Truncated";
    private static final int MAX_ERROR_BYTES = 64 << 10;
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;

    private final int maxBytes;
    private final BytesInFlight.Share share;
    private final UniEmitter<? super StorageAnswer> outcome;
    private volatile @Nullable HttpClientRequest request;
    private volatile boolean over;

    private Exchange(int maxBytes, BytesInFlight.Share share, UniEmitter<? super StorageAnswer> outcome) {
        this.maxBytes = maxBytes;
        this.share = share;
        this.outcome = outcome;
    }

    /** A new exchange for each subscription. The share counts the body's bytes; it is the caller's to close. */
    static Uni<StorageAnswer> of(HttpClient client, RequestOptions options, int maxBytes, BytesInFlight.Share share) {
        return Uni.createFrom().emitter(outcome -> {
            Exchange exchange = new Exchange(maxBytes, share, outcome);
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
        result.result().send().onComplete(this::onResponse);
    }

    private void onResponse(AsyncResult<HttpClientResponse> result) {
        if (result.failed()) {
            fail(result.cause());
            return;
        }
        HttpClientResponse response = result.result();
        response.exceptionHandler(this::fail);
        attempt(() -> {
            Body body =
                    new Body(announcedBytes(response), response.statusCode() == OK ? maxBytes : MAX_ERROR_BYTES, share);
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
        if (status != OK && status != NOT_FOUND) {
            throw StorageTrouble.of(status, response.getHeader(HttpHeaders.RETRY_AFTER), body);
        }
        over = true;
        outcome.complete(new StorageAnswer(status == OK, body, Boolean.parseBoolean(response.getHeader(TRUNCATED))));
    }

    private void fail(Throwable cause) {
        if (!over) {
            outcome.fail(cause);
            abandon();
        }
    }
}
