package dev.quipu.storage.api;

import jakarta.ws.rs.core.Application;
import org.eclipse.microprofile.openapi.annotations.Components;
import org.eclipse.microprofile.openapi.annotations.OpenAPIDefinition;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.info.Info;
import org.eclipse.microprofile.openapi.annotations.info.License;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** What the operations' descriptions have in common. */
@OpenAPIDefinition(
        info =
                @Info(
                        title = "Quipu storage service",
                        version = "1",
                        description =
                                "Keeps segments in PostgreSQL, answers queries over them, and accounts for every record.",
                        license =
                                @License(name = "Apache-2.0", url = "https://www.apache.org/licenses/LICENSE-2.0.txt")),
        components =
                @Components(
                        responses = {
                            @APIResponse(
                                    name = StorageApi.BAD_REQUEST,
                                    description =
                                            "A parameter or the body is not what it should be; the detail says what was expected.",
                                    content =
                                            @Content(
                                                    mediaType = Problem.MEDIA_TYPE,
                                                    schema = @Schema(implementation = Problem.class),
                                                    examples = @ExampleObject(name = "badTraceId", value = """
                                                                            {"type":"about:blank","title":"Bad Request","status":400,
                                                                            "detail":"traceId: expected 32 hex digits, got 31 characters",
                                                                            "instance":"/v1/traces/0af7651916cd43dd8448eb211c80319"}"""))),
                            @APIResponse(
                                    name = StorageApi.UNAUTHORIZED,
                                    description = "There is no credential, or one that opens nothing.",
                                    content =
                                            @Content(
                                                    mediaType = Problem.MEDIA_TYPE,
                                                    schema = @Schema(implementation = Problem.class))),
                            @APIResponse(
                                    name = StorageApi.FORBIDDEN,
                                    description = "The credential has another role.",
                                    content =
                                            @Content(
                                                    mediaType = Problem.MEDIA_TYPE,
                                                    schema = @Schema(implementation = Problem.class))),
                            @APIResponse(
                                    name = StorageApi.NOT_FOUND,
                                    description = "There is no such thing.",
                                    content =
                                            @Content(
                                                    mediaType = Problem.MEDIA_TYPE,
                                                    schema = @Schema(implementation = Problem.class))),
                            @APIResponse(
                                    name = StorageApi.CONFLICT,
                                    description = "It contradicts what is there.",
                                    content =
                                            @Content(
                                                    mediaType = Problem.MEDIA_TYPE,
                                                    schema = @Schema(implementation = Problem.class))),
                            @APIResponse(
                                    name = StorageApi.TOO_DEAR,
                                    description =
                                            "The tenant's queries have read as much as its quota allows. The same request"
                                                    + " succeeds later.",
                                    headers =
                                            @Header(
                                                    name = "Retry-After",
                                                    description = "Seconds to wait.",
                                                    schema = @Schema(implementation = Integer.class)),
                                    content =
                                            @Content(
                                                    mediaType = Problem.MEDIA_TYPE,
                                                    schema = @Schema(implementation = Problem.class))),
                            @APIResponse(
                                    name = StorageApi.OWN_TROUBLE,
                                    description =
                                            "Our own trouble: overloaded, shutting down, or the database cannot be used. The"
                                                    + " same request succeeds later.",
                                    headers =
                                            @Header(
                                                    name = "Retry-After",
                                                    description = "Seconds to wait.",
                                                    schema = @Schema(implementation = Integer.class)),
                                    content =
                                            @Content(
                                                    mediaType = Problem.MEDIA_TYPE,
                                                    schema = @Schema(implementation = Problem.class)))
                        }))
public class StorageApi extends Application {

    static final String BAD_REQUEST = "BadRequest";
    static final String UNAUTHORIZED = "Unauthorized";
    static final String FORBIDDEN = "Forbidden";
    static final String NOT_FOUND = "NotFound";
    static final String CONFLICT = "Conflict";
    static final String TOO_DEAR = "TooDear";
    static final String OWN_TROUBLE = "OwnTrouble";
}
