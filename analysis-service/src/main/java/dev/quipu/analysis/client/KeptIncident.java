package dev.quipu.analysis.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * An incident as storage keeps it.
 *
 * @param endedAt empty while it is open
 * @param version that was read; 0 for a new one
 * @param components names of those that it touches
 * @param document what is known of it
 */
public record KeptIncident(
        UUID id,
        Instant startedAt,
        Optional<Instant> endedAt,
        int version,
        List<String> components,
        JsonNode document) {

    public KeptIncident {
        components = List.copyOf(components);
    }
}
