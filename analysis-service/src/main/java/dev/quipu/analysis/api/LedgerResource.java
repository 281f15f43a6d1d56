package dev.quipu.analysis.api;

import dev.quipu.access.Role;
import dev.quipu.analysis.ledger.LedgerReader;
import dev.quipu.analysis.ledger.Reconciliation;
import dev.quipu.analysis.rates.LedgerWindow;
import dev.quipu.model.TenantName;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestQuery;

@RolesAllowed(Role.READS)
@Path("/v1/ledger")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Ledger", description = "What became of every record.")
public class LedgerResource {

    static final String INFER = "Whether lost spans are inferred from spans that name a parent which was never seen."
            + " Storage reads the ids of all spans of the window for it.";

    private final LedgerReader ledger;

    LedgerResource(LedgerReader ledger) {
        this.ledger = ledger;
    }

    @GET
    @Operation(
            operationId = "reconcile",
            summary = "Reconcile a window: produced, offered, collected, stored, analysed",
            description = "Read from storage's ledger, by whole minutes of collection. Each difference between what was"
                    + " produced and what was analysed is named, with what it means; at rest there is none and each rate"
                    + " is exactly 1.")
    @APIResponse(responseCode = "200", description = "The account, in all and by group.")
    public Uni<Reconciliation> reconcile(
            @RestHeader(TenantName.HEADER) @Parameter(description = Tenant.DESCRIPTION) Optional<String> tenant,
            @RestQuery
                    @Parameter(
                            description = "RFC 3339, nanoseconds since 1970, or like `now-15m`; an hour before the"
                                    + " end when absent.",
                            example = "2026-01-01T00:00:00Z")
                    Optional<String> from,
            @RestQuery
                    @Parameter(
                            description = "RFC 3339, nanoseconds since 1970, or like `now-15m`; now when absent.",
                            example = "2026-01-01T01:00:00Z")
                    Optional<String> to,
            @RestQuery @Parameter(description = "Only this signal: traces, logs or metrics.", example = "traces")
                    Optional<String> signal,
            @RestQuery @Parameter(description = "Only components of this name.", example = "checkout")
                    Optional<String> service,
            @RestQuery
                    @Parameter(
                            description =
                                    "What the lines tell apart, comma-separated: minute, signal, component; signal"
                                            + " and component when absent; none for no lines.",
                            example = "minute,signal,component")
                    Optional<String> groupBy,
            @RestQuery @Parameter(description = INFER, example = "true") Optional<String> infer) {
        return ledger.read(Tenant.of(tenant), new LedgerWindow.Asked(from, to, signal, service, infer), groupBy);
    }
}
