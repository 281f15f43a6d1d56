package dev.quipu.storage.api;

import dev.quipu.access.Role;
import dev.quipu.model.Signal;
import dev.quipu.storage.ledger.LedgerQuery;
import dev.quipu.storage.ledger.LedgerReader;
import dev.quipu.storage.ledger.LedgerReports;
import dev.quipu.storage.losses.LossSearch;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

@Path("/v1/ledger")
@Tag(name = "ledger", description = "What became of every record.")
public class LedgerResource {

    private static final long NANOS_PER_MINUTE = TimeUnit.MINUTES.toNanos(1);

    private final LedgerReader reader;
    private final LossSearch losses;
    private final LedgerReports reports;
    private final Tenant tenant;

    LedgerResource(LedgerReader reader, LossSearch losses, LedgerReports reports, Tenant tenant) {
        this.reader = reader;
        this.losses = losses;
        this.reports = reports;
        this.tenant = tenant;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @RolesAllowed(Role.READS)
    @Operation(
            operationId = "readLedger",
            summary = "Read the ledger",
            description =
                    "The counts of records by outcome in a window of whole minutes of collection, held against what is"
                            + " counted in the segments, in one snapshot. Every difference is named. Beside it stands what is"
                            + " known of records that the sources made and lost.")
    @APIResponse(responseCode = "200", description = "The account.")
    @APIResponse(responseCode = "400", ref = StorageApi.BAD_REQUEST)
    @APIResponse(responseCode = "503", ref = StorageApi.OWN_TROUBLE)
    public Uni<LedgerAnswers.Page> read(
            @Parameter(
                            description =
                                    "RFC 3339 or nanoseconds since 1970; its minute is included. Default: the beginning.",
                            example = "2026-01-01T00:00:00Z")
                    @QueryParam("from")
                    @DefaultValue("0")
                    String from,
            @Parameter(
                            description =
                                    "RFC 3339 or nanoseconds since 1970; its minute is included unless it begins then. Default:"
                                            + " without end.",
                            example = "2026-01-01T01:00:00Z")
                    @QueryParam("to")
                    Optional<String> to,
            @Parameter(description = "Only this signal.", example = "traces") @QueryParam("signal")
                    Optional<String> signal,
            @Parameter(description = "Only components of this name.", example = "cart") @QueryParam("service")
                    Optional<String> service,
            @Parameter(description = "Comma-separated: minute, signal, component.", example = "minute,component")
                    @QueryParam("groupBy")
                    Optional<String> groupBy,
            @Parameter(
                            description =
                                    "Whether lost spans are inferred from spans that name a parent which was never seen. Reads the"
                                            + " ids of all spans of the window. Not with a service.",
                            example = "true")
                    @QueryParam("infer")
                    Optional<String> infer) {
        int fromMinute = (int) (Times.unixNano("from", from) / NANOS_PER_MINUTE);
        int toMinute = to.map(text -> (int) ((Times.unixNano("to", text) - 1) / NANOS_PER_MINUTE + 1))
                .orElse((int) (Long.MAX_VALUE / NANOS_PER_MINUTE));
        LedgerQuery query = new LedgerQuery(
                tenant.name(), fromMinute, toMinute, signal.map(Signal::ofLabel), service, groupings(groupBy));
        return losses.find(query, infer.map(LedgerResource::isTrue).orElse(false))
                .chain(found -> reader.read(query, found))
                .map(page -> new LedgerAnswers.Page(
                        startOf(fromMinute),
                        startOf(toMinute),
                        LedgerAnswers.Counts.of(page.total()),
                        page.groups().stream().map(LedgerAnswers.Line::of).toList(),
                        page.redactions().stream()
                                .map(LedgerAnswers.Redaction::of)
                                .toList(),
                        page.watermark()));
    }

    private static boolean isTrue(String infer) {
        return switch (infer) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("infer: expected true or false, got '" + infer + "'");
        };
    }

    private static Instant startOf(int minute) {
        return Instant.ofEpochSecond(TimeUnit.MINUTES.toSeconds(minute));
    }

    private static Set<LedgerQuery.Grouping> groupings(Optional<String> words) {
        return words.stream()
                .flatMap(text -> Arrays.stream(text.split(",")))
                .map(word -> LedgerQuery.Grouping.parse(word.strip()))
                .collect(Collectors.toSet());
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed(Role.SERVES)
    @Operation(
            operationId = "reportToLedger",
            summary = "Report outcomes without a segment",
            description =
                    "Counts of records that reached a door and are in no segment, and of what redaction changed. Safe to repeat: a report of the same id is"
                            + " counted once.")
    @APIResponse(responseCode = "201", description = "Counted now.")
    @APIResponse(responseCode = "200", description = "Counted before; nothing changed.")
    @APIResponse(responseCode = "400", ref = StorageApi.BAD_REQUEST)
    @APIResponse(responseCode = "503", ref = StorageApi.OWN_TROUBLE)
    public Uni<Response> report(LedgerReportAnswers.@Nullable Report report) {
        return reports.add(Required.field("body", report).of(tenant.name()))
                .map(isNew -> Response.status(isNew ? Response.Status.CREATED : Response.Status.OK)
                        .build());
    }
}
