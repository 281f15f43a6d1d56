package dev.quipu.storage.alerts;

import dev.quipu.model.alert.AlertState;
import dev.quipu.model.alert.Labelled;
import dev.quipu.storage.database.Transactions;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** Where alerts stand, and how they came there. */
@ApplicationScoped
public class AlertList {

    private static final String LIST = "SELECT " + Alert.COLUMNS + """
             FROM alert
            WHERE tenant = $1 AND (rule_id, series) > ($2, $3) AND ($4::text IS NULL OR state = $4)
                AND ($5::bigint IS NULL OR rule_id = $5)
            ORDER BY rule_id, series LIMIT $6""";

    private static final String HISTORY = """
            SELECT id, rule_id, rule_name, series, from_state, state, since, starts_at, resolved_at, value, labels,
                summary, is_silenced, recorded_at
            FROM alert_history WHERE tenant = $1 AND id < $2 AND ($3::bigint IS NULL OR rule_id = $3)
            ORDER BY id DESC LIMIT $4""";

    private final Transactions transactions;

    AlertList(Transactions transactions) {
        this.transactions = transactions;
    }

    /** Where an alert stands in the order of the list. */
    public record Place(long ruleId, String series) {

        /** Before all. */
        public static final Place FIRST = new Place(0, "");
    }

    /** By rule and series, those after the place. */
    public Uni<List<Alert>> page(
            String tenant, Place after, Optional<AlertState> state, Optional<Long> ruleId, int limit) {
        return transactions
                .ask(
                        tenant,
                        LIST,
                        Tuple.of(
                                tenant,
                                after.ruleId(),
                                after.series(),
                                state.map(AlertState::label).orElse(null),
                                ruleId.orElse(null),
                                limit))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(Alert::of)
                        .toList());
    }

    /** The newest first, those with an id below {@code before}. */
    public Uni<List<AlertHistory>> history(String tenant, long before, Optional<Long> ruleId, int limit) {
        return transactions
                .ask(tenant, HISTORY, Tuple.of(tenant, before, ruleId.orElse(null), limit))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(AlertList::history)
                        .toList());
    }

    private static AlertHistory history(Row row) {
        return new AlertHistory(
                row.getLong("id"),
                row.getLong("rule_id"),
                row.getString("rule_name"),
                row.getString("series"),
                Optional.ofNullable(row.getString("from_state")).map(AlertList::state),
                state(row.getString("state")),
                row.getOffsetDateTime("since").toInstant(),
                row.getOffsetDateTime("starts_at").toInstant(),
                Alert.instant(row.getOffsetDateTime("resolved_at")),
                Optional.ofNullable(row.getDouble("value")),
                Alert.texts(row.getValue("labels")),
                row.getString("summary"),
                row.getBoolean("is_silenced"),
                row.getOffsetDateTime("recorded_at").toInstant());
    }

    private static AlertState state(String label) {
        return Labelled.parse("state", AlertState.class, label);
    }
}
