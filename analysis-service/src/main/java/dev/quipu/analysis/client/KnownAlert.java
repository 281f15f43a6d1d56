package dev.quipu.analysis.client;

import dev.quipu.model.alert.AlertState;
import java.time.Instant;
import java.util.Map;

/**
 * Where a series of a rule stands, as storage knows it.
 *
 * @param since in that state
 * @param isSilenced whether nobody was told when it was written
 * @param startsAt when its condition began to hold; tells one firing from the next
 */
public record KnownAlert(
        String series,
        Map<String, String> labels,
        AlertState state,
        Instant since,
        Instant startsAt,
        boolean isSilenced,
        int version) {}
