package dev.quipu.storage.alerts;

import dev.quipu.model.alert.AlertState;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * That an alert came from one state into another.
 *
 * @param id rises with time
 * @param from empty when it was not known
 * @param recordedAt when it was written; {@code since} is when it was so
 */
public record AlertHistory(
        long id,
        long ruleId,
        String ruleName,
        String series,
        Optional<AlertState> from,
        AlertState state,
        Instant since,
        Instant startsAt,
        Optional<Instant> resolvedAt,
        Optional<Double> value,
        Map<String, String> labels,
        String summary,
        boolean isSilenced,
        Instant recordedAt) {

    /** How long it is known. */
    public static final int KEEP_DAYS = 90;
}
