package dev.quipu.storage.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * An error as RFC 9457 describes it.
 *
 * @param duplicateRequests only for a segment whose requests are stored already: their keys
 */
@Schema(description = "An error, as RFC 9457 describes it.")
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record Problem(
        @Schema(description = "A URI that names the kind of problem.", examples = "about:blank")
        String type,

        @Schema(description = "The kind of problem, in words.", examples = "Bad Request")
        String title,

        @Schema(description = "The HTTP status.", examples = "400")
        int status,

        @Schema(
                description = "What was expected, what came, and where.",
                examples = "traceId: expected 32 hex digits, got 31 characters")
        String detail,

        @Schema(description = "The path that was asked for.", examples = "/v1/traces/0af7651916cd43dd8448eb211c80319")
        String instance,

        @Schema(description = "Keys of the requests that are stored already; only with status 409 of a posted segment.")
        Optional<List<String>> duplicateRequests) {

    static final String MEDIA_TYPE = "application/problem+json";

    static Problem of(int status, String detail, String path) {
        return new Problem("about:blank", titleOf(status), status, detail, path, Optional.empty());
    }

    static Problem duplicateRequests(List<String> keys, String path) {
        String detail = keys.size() + " of the segment's requests are stored already; nothing was stored";
        return new Problem(
                "about:blank",
                titleOf(Response.Status.CONFLICT.getStatusCode()),
                Response.Status.CONFLICT.getStatusCode(),
                detail,
                path,
                Optional.of(keys));
    }

    private static String titleOf(int status) {
        Response.Status known = Response.Status.fromStatusCode(status);
        return known == null ? "Error" : known.getReasonPhrase();
    }

    Response toResponse() {
        return toResponseBuilder().build();
    }

    Response.ResponseBuilder toResponseBuilder() {
        return Response.status(status).type(MediaType.valueOf(MEDIA_TYPE)).entity(this);
    }
}
