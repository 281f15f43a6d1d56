package dev.quipu.analysis.api;

import dev.quipu.access.Role;
import dev.quipu.analysis.rates.LedgerWindow;
import dev.quipu.analysis.rates.RateReader;
import dev.quipu.analysis.rates.Rates;
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
@Path("/v1/rates")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Rates", description = "What share of the records was collected, stored and analysed.")
public class RatesResource {

    private final RateReader rates;

    RatesResource(RateReader rates) {
        this.rates = rates;
    }

    @GET
    @Operation(
            operationId = "readRates",
            summary = "R_collect, R_store and R_analyze of a window",
            description = "Read from the ledger, by whole minutes of collection. At rest each rate is 1, or what it"
                    + " lacks has a name.")
    @APIResponse(responseCode = "200", description = "The rates, with what they are made of.")
    public Uni<Rates> read(
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
            @RestQuery @Parameter(description = LedgerResource.INFER, example = "true") Optional<String> infer) {
        return rates.read(Tenant.of(tenant), new LedgerWindow.Asked(from, to, signal, service, infer));
    }
}
