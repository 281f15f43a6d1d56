package dev.quipu.collector.api;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;

/**
 * What a sender still sends after it was answered. It is read and forgotten for a moment, so that the sender comes to
 * see the answer; a sender that does not end is cut off.
 */
final class Leftover {

    private static final long LINGER_MILLIS = 2000;
    private static final long NO_ERROR = 0;

    private Leftover() {}

    static void forget(HttpServerRequest request) {
        if (request.isEnded()) {
            return;
        }
        Context context = Vertx.currentContext();
        long timer = context.owner().setTimer(LINGER_MILLIS, fired -> cut(request));
        request.exceptionHandler(gone -> context.owner().cancelTimer(timer));
        request.endHandler(ended -> context.owner().cancelTimer(timer));
        request.handler(unread -> {});
        request.resume();
    }

    private static void cut(HttpServerRequest request) {
        if (request.version() == HttpVersion.HTTP_2) {
            request.response().reset(NO_ERROR);
        } else {
            request.connection().close();
        }
    }
}
