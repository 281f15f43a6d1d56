package dev.quipu.storage.alerts;

import dev.quipu.storage.database.Transactions;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/** Which rules tell a webhook by its name, and what goes when it goes. */
@ApplicationScoped
public class WebhookUse {

    private static final String NAMING = """
            SELECT name FROM alert_rule WHERE tenant = $1 AND webhooks @> ARRAY[$2] ORDER BY name LIMIT 5""";

    private static final String FIND = "SELECT name FROM webhook WHERE tenant = $1 AND id = $2 FOR UPDATE";

    private static final String GIVE_UP = """
            UPDATE alert_notice SET given_up_at = now(), failed_reason = 'the webhook was removed'
            WHERE tenant = $1 AND webhook_id = $2 AND delivered_at IS NULL AND given_up_at IS NULL""";

    private static final String DELETE = "DELETE FROM webhook WHERE tenant = $1 AND id = $2";

    private final Transactions transactions;

    WebhookUse(Transactions transactions) {
        this.transactions = transactions;
    }

    /** Rules, some of them when there are many, would tell nobody if the webhook went or had another name. */
    public static final class InUse extends RuntimeException {

        private static final long serialVersionUID = 1L;

        InUse(String webhook, List<String> rules) {
            super("webhook '" + webhook + "': expected no rule to name it, got " + rules, null, false, false);
        }
    }

    /** Fails with {@link InUse} when rules name the webhook. */
    public Uni<Void> requireUnused(String tenant, String name) {
        return transactions.write(tenant, connection -> requireUnused(connection, tenant, name));
    }

    private static Uni<Void> requireUnused(SqlConnection connection, String tenant, String name) {
        return connection.preparedQuery(NAMING).execute(Tuple.of(tenant, name)).map(rows -> {
            if (rows.size() > 0) {
                throw new InUse(
                        name,
                        StreamSupport.stream(rows.spliterator(), false)
                                .map(row -> row.getString("name"))
                                .toList());
            }
            return null;
        });
    }

    /**
     * Removes a webhook and gives up on what it was to be told, and does something more in the same transaction if it was
     * here. Fails with {@link InUse}.
     *
     * @return whether it was here
     */
    public Uni<Boolean> remove(String tenant, long id, Function<SqlConnection, Uni<Void>> alongside) {
        return transactions.write(
                tenant,
                connection -> connection
                        .preparedQuery(FIND)
                        .execute(Tuple.of(tenant, id))
                        .chain(rows -> rows.size() == 0
                                ? Uni.createFrom().item(false)
                                : requireUnused(
                                                connection,
                                                tenant,
                                                rows.iterator().next().getString("name"))
                                        .chain(() -> connection
                                                .preparedQuery(GIVE_UP)
                                                .execute(Tuple.of(tenant, id)))
                                        .chain(() ->
                                                connection.preparedQuery(DELETE).execute(Tuple.of(tenant, id)))
                                        .chain(() -> alongside.apply(connection))
                                        .replaceWith(true)));
    }
}
