package dev.quipu.storage.incidents;

import java.time.Instant;

/**
 * An incident as it is kept.
 *
 * @param version 1 when it is new, one more with each change
 */
public record KeptIncident(Incident incident, int version, Instant updatedAt) {}
