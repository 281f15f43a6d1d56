package dev.quipu.analysis.api;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** An error answer (RFC 9457). */
@Schema(description = "An error (RFC 9457).")
public record Problem(
        @Schema(description = "What kind of error; about:blank when the status says it all.", examples = "about:blank")
        String type,

        @Schema(description = "The status in words.", examples = "Service Unavailable")
        String title,

        @Schema(description = "The HTTP status.", examples = "503")
        int status,

        @Schema(description = "What was expected and what came.", examples = "storage cannot be reached")
        String detail,

        @Schema(description = "The path that was asked for.", examples = "/v1/rates")
        String instance) {

    static final String MEDIA_TYPE = "application/problem+json";
}
