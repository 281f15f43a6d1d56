package dev.quipu.storage.alerts;

import dev.quipu.model.alert.AlertState;
import dev.quipu.model.alert.Labelled;
import dev.quipu.storage.database.Transactions;
import dev.quipu.storage.database.VersionConflict;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Writes where alerts stand, and what is to be told of it, in one transaction. Laws: 1. all changes are written, or
 * none; 2. a change from an old version is none; 3. a webhook is told once that an alert fires, and once that it is
 * resolved, the latter only when the former; 4. that a silenced
 * alert fires nobody is told; that one is resolved everybody who was told that it fires.
 */
@ApplicationScoped
public class AlertTransitions {

    private static final int MAX_CHANGES = 1_000;

    private static final String READ = """
            SELECT series, state, starts_at, version FROM alert
            WHERE tenant = $1 AND rule_id = $2 AND series = ANY ($3::text[])""";

    private static final String WRITE = """
            INSERT INTO alert AS known (tenant, rule_id, series, state, since, value, labels, summary, starts_at,
                resolved_at, is_silenced, version)
            SELECT $1, $2, c.series, c.state, c.since, c.value, c.labels::jsonb, c.summary, c.starts_at, c.resolved_at,
                EXISTS (SELECT FROM silence s WHERE s.tenant = $1 AND s.starts_at <= now() AND s.ends_at > now()
                    AND c.labels::jsonb @> s.matchers), 1
            FROM unnest($3::text[], $4::text[], $5::timestamptz[], $6::float8[], $7::text[], $8::text[],
                    $9::timestamptz[], $10::timestamptz[])
                AS c(series, state, since, value, labels, summary, starts_at, resolved_at)
            ORDER BY c.series
            ON CONFLICT (tenant, rule_id, series) DO UPDATE SET state = excluded.state, since = excluded.since,
                value = excluded.value, labels = excluded.labels, summary = excluded.summary,
                starts_at = excluded.starts_at, resolved_at = excluded.resolved_at, is_silenced = excluded.is_silenced,
                updated_at = now(), version = known.version + 1
            RETURNING\s""" + Alert.COLUMNS;

    private static final String INSERT_HISTORY = """
            INSERT INTO alert_history (tenant, rule_id, rule_name, series, from_state, state, since, value, labels,
                summary, starts_at, resolved_at, is_silenced)
            SELECT a.tenant, a.rule_id, $3, a.series, c.from_state, a.state, a.since, a.value, a.labels, a.summary,
                a.starts_at, a.resolved_at, a.is_silenced
            FROM alert a JOIN unnest($4::text[], $5::text[]) AS c(series, from_state) USING (series)
            WHERE a.tenant = $1 AND a.rule_id = $2 AND a.state IS DISTINCT FROM c.from_state
            ORDER BY a.since, a.series""";

    private static final String INSERT_NOTICES = """
            INSERT INTO alert_notice (tenant, rule_id, series, starts_at, kind, webhook_id, payload)
            SELECT a.tenant, a.rule_id, a.series, a.starts_at, a.state, w.id, c.payload::jsonb
            FROM alert a
            JOIN unnest($4::text[], $5::text[]) AS c(series, payload) USING (series)
            JOIN webhook w ON w.tenant = a.tenant
            WHERE a.tenant = $1 AND a.rule_id = $2
                AND (a.state = 'firing' AND NOT a.is_silenced AND w.is_enabled
                        AND (cardinality($3::text[]) = 0 OR w.name = ANY ($3))
                    OR a.state = 'resolved' AND EXISTS (
                    SELECT FROM alert_notice f
                    WHERE f.tenant = a.tenant AND f.rule_id = a.rule_id AND f.series = a.series
                        AND f.starts_at = a.starts_at AND f.kind = 'firing' AND f.webhook_id = w.id))
            ORDER BY a.since, a.series, w.id
            ON CONFLICT (tenant, rule_id, series, starts_at, kind, webhook_id) DO NOTHING""";

    private final Transactions transactions;

    AlertTransitions(Transactions transactions) {
        this.transactions = transactions;
    }

    private record Known(AlertState state, Instant startsAt, int version) {}

    /**
     * Writes the changes. Fails with {@link VersionConflict} when the rule or an alert has another version, and with
     * {@link IllegalArgumentException} when one cannot come to be so from what it was.
     *
     * @return the alerts as they are now, by series; empty when the rule is gone
     */
    public Uni<Optional<List<Alert>>> write(String tenant, long ruleId, int ruleVersion, List<AlertChange> changes) {
        requireFewDistinct(changes);
        return transactions.write(connection -> LockedRule.lock(connection, tenant, ruleId)
                .chain(rule -> {
                    if (rule.isEmpty()) {
                        return Uni.createFrom().item(Optional.<List<Alert>>empty());
                    }
                    rule.get().requireVersion(ruleVersion);
                    return write(connection, rule.get(), changes).map(Optional::of);
                }));
    }

    private static void requireFewDistinct(List<AlertChange> changes) {
        if (changes.isEmpty() || changes.size() > MAX_CHANGES) {
            throw new IllegalArgumentException("changes: expected 1 to " + MAX_CHANGES + ", got " + changes.size());
        }
        Set<String> seen = new HashSet<>();
        for (AlertChange change : changes) {
            if (!seen.add(change.series())) {
                throw new IllegalArgumentException(
                        "changes: expected one for each series, got several for '" + change.series() + "'");
            }
        }
    }

    private static Uni<List<Alert>> write(SqlConnection connection, LockedRule rule, List<AlertChange> changes) {
        return connection
                .preparedQuery(READ)
                .execute(Tuple.of(rule.tenant(), rule.id(), texts(changes, AlertChange::series)))
                .map(AlertTransitions::known)
                .invoke(known -> changes.forEach(change -> check(change, known.get(change.series()))))
                .chain(known -> connection
                        .preparedQuery(WRITE)
                        .execute(values(rule, changes))
                        .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                                .map(Alert::of)
                                .toList())
                        .call(() -> remember(connection, rule, changes, known))
                        .call(() -> tell(connection, rule, changes, known)));
    }

    private static Map<String, Known> known(Iterable<Row> rows) {
        Map<String, Known> known = new HashMap<>();
        rows.forEach(row -> known.put(
                row.getString("series"),
                new Known(
                        Labelled.parse("state", AlertState.class, row.getString("state")),
                        row.getOffsetDateTime("starts_at").toInstant(),
                        row.getInteger("version"))));
        return known;
    }

    private static void check(AlertChange change, @Nullable Known known) {
        int version = known == null ? 0 : known.version();
        if (change.expectedVersion() != version) {
            throw new VersionConflict("changes, series '" + change.series() + "': expectedVersion: expected " + version
                    + (known == null ? ", as there is no such alert" : ", which it has now") + ", got "
                    + change.expectedVersion());
        }
        if (known != null) {
            checkStart(change, known);
        }
    }

    /** By its start it is told apart from the time before. */
    private static void checkStart(AlertChange change, Known known) {
        String where = "changes, series '" + change.series() + "': ";
        if (known.state() == AlertState.FIRING && change.state() == AlertState.PENDING) {
            throw new IllegalArgumentException(where + "state: expected firing or resolved, as it fires, got pending");
        }
        int order = change.startsAt().compareTo(known.startsAt());
        if (known.state() == AlertState.FIRING && order != 0) {
            throw new IllegalArgumentException(
                    where + "startsAt: expected " + known.startsAt() + ", as it fires, got " + change.startsAt());
        }
        boolean isAnew = known.state() == AlertState.RESOLVED && change.state() != AlertState.RESOLVED;
        if (isAnew ? order <= 0 : order < 0) {
            throw new IllegalArgumentException(where + "startsAt: expected " + (isAnew ? "after " : "not before ")
                    + known.startsAt() + ", got " + change.startsAt());
        }
    }

    private static Tuple values(LockedRule rule, List<AlertChange> changes) {
        return Tuple.tuple()
                .addString(rule.tenant())
                .addLong(rule.id())
                .addValue(texts(changes, AlertChange::series))
                .addValue(texts(changes, change -> change.state().label()))
                .addValue(times(changes, change -> Optional.of(change.since())))
                .addValue(changes.stream()
                        .map(change -> change.value().orElse(null))
                        .toArray(Double[]::new))
                .addValue(texts(
                        changes,
                        change -> LockedRule.json(rule.labelsOf(change)).encode()))
                .addValue(texts(changes, AlertChange::summary))
                .addValue(times(changes, change -> Optional.of(change.startsAt())))
                .addValue(times(changes, AlertChange::resolvedAt));
    }

    private static Uni<Void> remember(
            SqlConnection connection, LockedRule rule, List<AlertChange> changes, Map<String, Known> known) {
        String[] before = changes.stream()
                .map(change -> known.get(change.series()))
                .map(was -> was == null ? null : was.state().label())
                .toArray(String[]::new);
        return connection
                .preparedQuery(INSERT_HISTORY)
                .execute(Tuple.of(rule.tenant(), rule.id(), rule.name(), texts(changes, AlertChange::series), before))
                .replaceWithVoid();
    }

    private static Uni<Void> tell(
            SqlConnection connection, LockedRule rule, List<AlertChange> changes, Map<String, Known> known) {
        List<AlertChange> news = changes.stream()
                .filter(change -> isNews(change, known.get(change.series())))
                .toList();
        if (news.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return connection
                .preparedQuery(INSERT_NOTICES)
                .execute(Tuple.of(
                        rule.tenant(),
                        rule.id(),
                        rule.webhooks(),
                        texts(news, AlertChange::series),
                        texts(news, change -> rule.payload(change).encode())))
                .replaceWithVoid();
    }

    /** One that goes on firing may be news to a webhook that was not told because of a silence. */
    private static boolean isNews(AlertChange change, @Nullable Known known) {
        return switch (change.state()) {
            case PENDING -> false;
            case FIRING -> true;
            case RESOLVED -> known != null && known.state() == AlertState.FIRING;
        };
    }

    private static String[] texts(List<AlertChange> changes, Function<AlertChange, String> text) {
        return changes.stream().map(text).toArray(String[]::new);
    }

    private static @Nullable OffsetDateTime[] times(
            List<AlertChange> changes, Function<AlertChange, Optional<Instant>> time) {
        return changes.stream()
                .map(change -> time.apply(change)
                        .map(instant -> instant.atOffset(ZoneOffset.UTC))
                        .orElse(null))
                .toArray(OffsetDateTime[]::new);
    }
}
