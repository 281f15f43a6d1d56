package dev.quipu.analysis.client;

import dev.quipu.model.TraceId;
import java.time.Instant;
import java.util.Optional;

/**
 * Which trace is asked about.
 *
 * @param from it was offered at this time or later; empty: since storage's evidence is complete
 * @param to it was offered before this; empty: now
 */
public record FateQuery(TraceId traceId, Optional<Instant> from, Optional<Instant> to) {}
