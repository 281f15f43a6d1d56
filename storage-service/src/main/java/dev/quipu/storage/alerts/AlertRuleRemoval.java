package dev.quipu.storage.alerts;

import dev.quipu.storage.database.Transactions;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.function.Function;

/** Removes a rule with its alerts. Law: whoever was told that one of them fires is told that it is resolved. */
@ApplicationScoped
public class AlertRuleRemoval {

    private static final String DELETE_RULE = "DELETE FROM alert_rule WHERE tenant = $1 AND id = $2 RETURNING name";

    private static final String INSERT_NOTICES = """
            INSERT INTO alert_notice (tenant, rule_id, series, starts_at, kind, webhook_id, payload)
            SELECT f.tenant, f.rule_id, f.series, f.starts_at, 'resolved', f.webhook_id,
                f.payload || jsonb_build_object('state', 'resolved', 'resolvedAt', $3::text)
            FROM alert a
            JOIN alert_notice f ON f.tenant = a.tenant AND f.rule_id = a.rule_id AND f.series = a.series
                AND f.starts_at = a.starts_at AND f.kind = 'firing'
            JOIN webhook w ON w.tenant = f.tenant AND w.id = f.webhook_id
            WHERE a.tenant = $1 AND a.rule_id = $2 AND a.state = 'firing'
            ORDER BY f.id
            ON CONFLICT DO NOTHING""";

    private static final String INSERT_HISTORY = """
            INSERT INTO alert_history (tenant, rule_id, rule_name, series, from_state, state, since, value, labels,
                summary, starts_at, resolved_at, is_silenced)
            SELECT tenant, rule_id, $3, series, state, 'resolved', $4, value, labels, 'the rule was removed', starts_at,
                $4, is_silenced
            FROM alert WHERE tenant = $1 AND rule_id = $2 AND state <> 'resolved'""";

    private static final String DELETE_ALERTS = "DELETE FROM alert WHERE tenant = $1 AND rule_id = $2";

    private final Transactions transactions;

    AlertRuleRemoval(Transactions transactions) {
        this.transactions = transactions;
    }

    /**
     * Removes it, and does something more in the same transaction if it was here.
     *
     * @return whether it was here
     */
    public Uni<Boolean> remove(String tenant, long id, Function<SqlConnection, Uni<Void>> alongside) {
        return transactions.write(
                tenant,
                connection -> connection
                        .preparedQuery(DELETE_RULE)
                        .execute(Tuple.of(tenant, id))
                        .chain(rows -> rows.size() == 0
                                ? Uni.createFrom().item(false)
                                : resolve(
                                                connection,
                                                tenant,
                                                id,
                                                rows.iterator().next().getString("name"))
                                        .chain(() -> alongside.apply(connection))
                                        .replaceWith(true)));
    }

    private static Uni<Void> resolve(SqlConnection connection, String tenant, long id, String name) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        return connection
                .preparedQuery(INSERT_NOTICES)
                .execute(Tuple.of(tenant, id, now.toString()))
                .chain(() -> connection
                        .preparedQuery(INSERT_HISTORY)
                        .execute(Tuple.of(tenant, id, name, now.atOffset(ZoneOffset.UTC))))
                .chain(() -> connection.preparedQuery(DELETE_ALERTS).execute(Tuple.of(tenant, id)))
                .replaceWithVoid();
    }
}
