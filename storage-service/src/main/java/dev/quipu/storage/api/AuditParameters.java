package dev.quipu.storage.api;

import dev.quipu.storage.audit.AuditTrail;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

/** Which entries of the audit are asked for. */
public class AuditParameters extends ListParameters {

    /** Further than the audit goes, and within what PostgreSQL can say. */
    private static final Instant END = Instant.parse("9999-01-01T00:00:00Z");

    @Parameter(description = "RFC 3339, or nanoseconds since 1970; default: from the start.")
    @QueryParam("from")
    Optional<String> from = Optional.empty();

    @Parameter(description = "The end, not included; default: to the latest.")
    @QueryParam("to")
    Optional<String> to = Optional.empty();

    @Parameter(description = "Only what this one did.", example = "ops")
    @QueryParam("actor")
    Optional<String> actor = Optional.empty();

    @Parameter(description = "Only this action.", example = "api-key.add")
    @QueryParam("action")
    Optional<String> action = Optional.empty();

    /**
     * @throws IllegalArgumentException when a parameter is not what it should be
     */
    AuditTrail.Selection selection(String tenant) {
        return new AuditTrail.Selection(
                tenant,
                after(Long.MAX_VALUE),
                from.map(text -> Times.instant("from", text)).orElse(Instant.EPOCH),
                to.map(text -> Times.instant("to", text)).orElse(END),
                actor,
                action);
    }
}
