package dev.quipu.access;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;

/**
 * Why a door stays shut.
 *
 * @param detail what was expected and what came, without any of a secret
 */
public record Refusal(HttpResponseStatus status, String detail) {

    /** What a 401 asks for. */
    public static final String CHALLENGE = "Bearer realm=\"quipu\"";

    static final Refusal NO_CREDENTIAL = unauthorized("Authorization: expected 'Bearer' and an API key, got nothing");

    static final Refusal TOKEN = unauthorized("Authorization: expected an API key, got a token");

    /** Which keys there are is not known yet: whoever comes again will be answered. */
    static final Refusal TOO_EARLY = new Refusal(
            HttpResponseStatus.SERVICE_UNAVAILABLE, "API keys: not known yet, as storage has not told them");

    private static final String SECONDS_TO_WAIT = "1";

    static Refusal unauthorized(String detail) {
        return new Refusal(HttpResponseStatus.UNAUTHORIZED, detail);
    }

    /** Answers with it, as RFC 9457 says. */
    public void answer(HttpServerResponse response) {
        if (status == HttpResponseStatus.UNAUTHORIZED) {
            response.putHeader(HttpHeaderNames.WWW_AUTHENTICATE, CHALLENGE);
        }
        if (status == HttpResponseStatus.SERVICE_UNAVAILABLE) {
            response.putHeader(HttpHeaders.RETRY_AFTER, SECONDS_TO_WAIT);
        }
        response.setStatusCode(status.code())
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/problem+json")
                .end(new JsonObject()
                        .put("title", status.reasonPhrase())
                        .put("status", status.code())
                        .put("detail", detail)
                        .encode());
    }
}
