package dev.quipu.analysis.api;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;

/**
 * Lets answers that are written in pieces be compressed. Quarkus marks every answer {@code Content-Encoding: identity}
 * and takes the mark off by media type, but not where a resource streams.
 */
class CompressedPieces {

    private static final int PRIORITY = 10;

    void register(@Observes Filters filters) {
        filters.register(CompressedPieces::compressJson, PRIORITY);
    }

    private static void compressJson(RoutingContext request) {
        request.addHeadersEndHandler(end -> {
            HttpServerResponse answer = request.response();
            String mediaType = answer.headers().get(HttpHeaders.CONTENT_TYPE);
            if (mediaType != null && mediaType.startsWith("application/json") && answer.isChunked()) {
                answer.headers().remove(HttpHeaders.CONTENT_ENCODING);
            }
        });
        request.next();
    }
}
