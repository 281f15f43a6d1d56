package dev.quipu.analysis.client;

import dev.quipu.model.alert.AlertState;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Where a series of a rule stands now.
 *
 * @param expectedVersion of the alert as it was read; 0 for a new one
 * @param value of the figure; empty when it has none
 * @param summary in a sentence
 */
public record AlertChange(
        String series,
        Map<String, String> labels,
        int expectedVersion,
        AlertState state,
        Instant since,
        Instant startsAt,
        Optional<Instant> resolvedAt,
        OptionalDouble value,
        String summary) {}
