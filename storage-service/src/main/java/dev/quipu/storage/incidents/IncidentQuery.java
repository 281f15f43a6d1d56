package dev.quipu.storage.incidents;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Which incidents of a tenant are meant: those that pass everything that is told.
 *
 * @param component that they touch
 * @param from they go on, or ended then or later
 * @param to they started before
 * @param after the last of the page before
 */
public record IncidentQuery(
        String tenant,
        Optional<Incident.State> state,
        Optional<String> component,
        Optional<Instant> from,
        Optional<Instant> to,
        Optional<Place> after,
        int limit) {

    /** Where an incident stands in the order of a list. */
    public record Place(Instant startedAt, UUID id) {}
}
