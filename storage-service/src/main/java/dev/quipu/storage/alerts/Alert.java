package dev.quipu.storage.alerts;

import dev.quipu.model.alert.AlertState;
import dev.quipu.model.alert.Labelled;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where one series of a rule stands.
 *
 * @param labels of the series and of the rule, {@code alertname} and {@code severity}
 * @param since when it came into the state
 * @param isSilenced whether a silence was for it when it was written last
 * @param version 1 when it was new, one more with each change
 */
public record Alert(
        long ruleId,
        String series,
        AlertState state,
        Instant since,
        Instant startsAt,
        Optional<Instant> resolvedAt,
        Optional<Double> value,
        Map<String, String> labels,
        String summary,
        boolean isSilenced,
        int version) {

    static final String COLUMNS =
            "rule_id, series, state, since, starts_at, resolved_at, value, labels, summary," + " is_silenced, version";

    static Alert of(Row row) {
        return new Alert(
                row.getLong("rule_id"),
                row.getString("series"),
                Labelled.parse("state", AlertState.class, row.getString("state")),
                row.getOffsetDateTime("since").toInstant(),
                row.getOffsetDateTime("starts_at").toInstant(),
                instant(row.getOffsetDateTime("resolved_at")),
                Optional.ofNullable(row.getDouble("value")),
                texts(row.getValue("labels")),
                row.getString("summary"),
                row.getBoolean("is_silenced"),
                row.getInteger("version"));
    }

    static Optional<Instant> instant(@Nullable OffsetDateTime time) {
        return Optional.ofNullable(time).map(OffsetDateTime::toInstant);
    }

    /** A JSON object of texts as a map. */
    static Map<String, String> texts(Object json) {
        Map<String, String> texts = new HashMap<>();
        ((JsonObject) json).forEach(text -> texts.put(text.getKey(), String.valueOf(text.getValue())));
        return texts;
    }
}
