package dev.quipu.storage.api;

import dev.quipu.access.Role;
import dev.quipu.model.rollup.RollupCodec;
import dev.quipu.model.rollup.RollupKind;
import dev.quipu.storage.rollups.RollupReader;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

@Path("/v1/rollups")
@Tag(name = "rollups", description = "Spans, calls and log records, as analysis adds them up.")
public class RollupsResource {

    private static final String LAST = Long.toString(Long.MAX_VALUE);
    private static final long MAX_STEP_SECONDS = TimeUnit.DAYS.toSeconds(400);

    private final RollupReader reader;
    private final Tenant tenant;

    RollupsResource(RollupReader reader, Tenant tenant) {
        this.reader = reader;
        this.tenant = tenant;
    }

    @GET
    @Produces(RollupCodec.MEDIA_TYPE)
    @RolesAllowed(Role.READS)
    @Operation(
            operationId = "readRollups",
            summary = "Read what is added up of spans, calls or log records",
            description = "Of the spans that started within a time: rate, errors and duration by component, span name,"
                    + " kind, status and step; or the calls by caller, callee and step; or log records by component,"
                    + " template and step. Both ends of the time are widened to whole steps.")
    @APIResponse(
            responseCode = "200",
            description = "One rollup; without cells when nothing is known.",
            headers = {
                @Header(
                        name = RollupCodec.WATERMARK_HEADER,
                        description =
                                "Everything acknowledged before this is counted; absent when nothing was analysed yet.",
                        schema = @Schema(type = SchemaType.STRING, format = "date-time")),
                @Header(
                        name = RollupCodec.FROM_HEADER,
                        description = "Start of the time that is counted, widened to a whole step.",
                        schema = @Schema(type = SchemaType.STRING, format = "date-time")),
                @Header(
                        name = RollupCodec.TO_HEADER,
                        description = "End of that time.",
                        schema = @Schema(type = SchemaType.STRING, format = "date-time")),
                @Header(
                        name = RollupCodec.PENDING_HEADER,
                        description =
                                "Stored spans, of templates log records, that are not counted, because they are still to be analysed or could"
                                        + " not be, in segments that reach into the time.",
                        schema = @Schema(type = SchemaType.INTEGER, format = "int64"))
            },
            content =
                    @Content(
                            mediaType = RollupCodec.MEDIA_TYPE,
                            schema = @Schema(type = SchemaType.STRING, format = "binary")))
    @APIResponse(responseCode = "400", ref = StorageApi.BAD_REQUEST)
    @APIResponse(responseCode = "503", ref = StorageApi.OWN_TROUBLE)
    public Uni<Response> read(
            @Parameter(description = "What is counted: spans, calls or templates.", example = "calls")
                    @QueryParam("kind")
                    @DefaultValue("spans")
                    String kind,
            @Parameter(description = "RFC 3339 or nanoseconds since 1970.", example = "2026-01-01T00:00:00Z")
                    @QueryParam("from")
                    @DefaultValue("0")
                    String from,
            @Parameter(
                            description = "RFC 3339 or nanoseconds since 1970; without end when absent.",
                            example = "2026-01-01T01:00:00Z")
                    @QueryParam("to")
                    Optional<String> to,
            @Parameter(
                            description =
                                    "Length of a step, a multiple of 10 s that is kept as long as the time lies back;"
                                            + " the finest that is kept and fits the length of the time when absent.",
                            example = "1m")
                    @QueryParam("step")
                    Optional<String> step,
            @Parameter(description = "Whether span names are told apart.", example = "false")
                    @QueryParam("spanNames")
                    @DefaultValue("true")
                    boolean spanNames,
            @Parameter(
                            description =
                                    "Whether all steps are taken as one, which begins at 0; the time is widened to"
                                            + " whole steps all the same.",
                            example = "true")
                    @QueryParam("whole")
                    @DefaultValue("false")
                    boolean whole,
            @Parameter(description = "Only components of this name, or calls by or of them.", example = "cart")
                    @QueryParam("service")
                    Optional<String> service) {
        RollupReader.Query query = new RollupReader.Query(
                tenant.name(),
                RollupKind.ofLabel(kind),
                instant("from", from),
                instant("to", to.orElse(LAST)),
                step.map(text -> OptionalInt.of(stepSeconds(Durations.parse("step", text))))
                        .orElse(OptionalInt.empty()),
                spanNames,
                whole,
                service);
        return reader.read(query).map(answer -> {
            Response.ResponseBuilder response = Response.ok(answer.rollup())
                    .header(RollupCodec.FROM_HEADER, answer.from().toString())
                    .header(RollupCodec.TO_HEADER, answer.to().toString())
                    .header(RollupCodec.PENDING_HEADER, answer.progress().pendingRecords());
            answer.progress()
                    .watermark()
                    .ifPresent(time -> response.header(RollupCodec.WATERMARK_HEADER, time.toString()));
            return response.build();
        });
    }

    private static Instant instant(String field, String text) {
        return Instant.EPOCH.plusNanos(Times.unixNano(field, text));
    }

    private static int stepSeconds(Duration step) {
        if (step.getNano() != 0 || step.toSeconds() < 1 || step.toSeconds() > MAX_STEP_SECONDS) {
            throw new IllegalArgumentException(
                    "step: expected a multiple of 10 s, at most " + MAX_STEP_SECONDS + " s, got " + step);
        }
        return (int) step.toSeconds();
    }
}
