package dev.quipu.storage.alerts;

import dev.quipu.storage.database.VersionConflict;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A rule that nobody changes, removes or writes alerts of until the transaction ends.
 *
 * @param webhooks names of those that are told; none: all
 */
record LockedRule(
        String tenant,
        long id,
        String name,
        String severity,
        Map<String, String> labels,
        JsonObject annotations,
        String[] webhooks,
        int version) {

    private static final String LOCK = """
            SELECT name, severity, labels, annotations, webhooks, version FROM alert_rule
            WHERE tenant = $1 AND id = $2 FOR NO KEY UPDATE""";

    /** Empty when it is gone. */
    static Uni<Optional<LockedRule>> lock(SqlConnection connection, String tenant, long id) {
        return connection
                .preparedQuery(LOCK)
                .execute(Tuple.of(tenant, id))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(of(tenant, id, rows.iterator().next())));
    }

    private static LockedRule of(String tenant, long id, Row row) {
        return new LockedRule(
                tenant,
                id,
                row.getString("name"),
                row.getString("severity"),
                Alert.texts(row.getValue("labels")),
                (JsonObject) row.getValue("annotations"),
                row.getArrayOfStrings("webhooks"),
                row.getInteger("version"));
    }

    void requireVersion(int evaluated) {
        if (evaluated != version) {
            throw new VersionConflict(
                    "ruleVersion: expected " + version + ", which the rule has now, got " + evaluated);
        }
    }

    /** Those of the series, over them those of the rule, over them its name and severity. */
    Map<String, String> labelsOf(AlertChange change) {
        Map<String, String> all = new HashMap<>(change.labels());
        all.putAll(labels);
        all.put("alertname", name);
        all.put("severity", severity);
        return all;
    }

    /** What a webhook is told of the change. */
    JsonObject payload(AlertChange change) {
        JsonObject payload = new JsonObject()
                .put("tenant", tenant)
                .put("ruleId", id)
                .put("ruleName", name)
                .put("severity", severity)
                .put("state", change.state().label())
                .put("series", change.series())
                .put("labels", json(labelsOf(change)))
                .put("annotations", annotations)
                .put("summary", change.summary())
                .put("startsAt", change.startsAt().toString());
        change.value().ifPresent(value -> payload.put("value", value));
        change.resolvedAt().ifPresent(time -> payload.put("resolvedAt", time.toString()));
        return payload;
    }

    static JsonObject json(Map<String, String> labels) {
        return new JsonObject(new HashMap<>(labels));
    }
}
