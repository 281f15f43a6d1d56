package dev.quipu.storage.api;

import dev.quipu.access.Role;
import dev.quipu.storage.scrape.ScrapeLeases;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** For collectors, of all tenants' targets. */
@Path("/v1/scrape/leases")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "scraping", description = "What collectors fetch metrics from.")
public class ScrapeLeasesResource {

    private final ScrapeLeases leases;

    ScrapeLeasesResource(ScrapeLeases leases) {
        this.leases = leases;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed(Role.SERVES)
    @Operation(
            operationId = "renewScrapeLeases",
            summary = "Renew a collector's leases",
            description =
                    "Tells how fetches went, and what the collector may fetch until the leases end: each target is"
                            + " leased to one collector at a time. What is left out has another owner: it is not to be"
                            + " fetched any more.")
    @APIResponse(responseCode = "200", description = "The leases.")
    @APIResponse(responseCode = "400", ref = StorageApi.BAD_REQUEST)
    @APIResponse(responseCode = "503", ref = StorageApi.OWN_TROUBLE)
    public Uni<ScrapeLeaseAnswers.Leases> renew(ScrapeLeaseAnswers.@Nullable Renewal renewal) {
        ScrapeLeaseAnswers.Renewal asked = Required.field("body", renewal);
        Duration lease = asked.lease();
        return leases.renew(asked.name(), lease, asked.keys(), asked.news())
                .map(held -> new ScrapeLeaseAnswers.Leases(
                        lease.toMillis(),
                        held.collectors(),
                        held.keys(),
                        held.targets().stream()
                                .map(ScrapeLeaseAnswers.LeasedTarget::of)
                                .toList()));
    }

    @DELETE
    @Path("/{collector}")
    @RolesAllowed(Role.SERVES)
    @Operation(
            operationId = "returnScrapeLeases",
            summary = "Give a collector's leases back",
            description = "It has stopped fetching; others take over at once.")
    @APIResponse(responseCode = "204", description = "Given back.")
    @APIResponse(responseCode = "400", ref = StorageApi.BAD_REQUEST)
    @APIResponse(responseCode = "503", ref = StorageApi.OWN_TROUBLE)
    public Uni<Void> giveBack(
            @Parameter(description = "The collector's name.", example = "collector-0") @PathParam("collector")
                    String collector) {
        return leases.giveBack(ScrapeLeaseAnswers.collectorName(collector));
    }
}
