package dev.quipu.storage.ledger;

import dev.quipu.model.CatalogText;
import dev.quipu.model.Component;
import dev.quipu.model.Signal;
import dev.quipu.model.segment.Outcome;
import dev.quipu.storage.StorageConfig;
import dev.quipu.storage.database.Transactions;
import dev.quipu.storage.feed.FeedConsumers;
import dev.quipu.storage.ledger.LedgerQuery.Grouping;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.sqlclient.data.Numeric;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the ledger and counts the segments, in one snapshot. */
@ApplicationScoped
public class LedgerReader {

    /** Groups of one answer. */
    private static final int MAX_GROUPS = 10_000;

    /** Rows read for them: a group has one for each outcome and reason. */
    private static final int MAX_ROWS = 10 * MAX_GROUPS;

    private static final double MILLIS = 1000;
    private static final Duration STATEMENT_TIMEOUT = Duration.ofSeconds(30);

    private static final String LINES = """
            SELECT %s, outcome, reason, sum(records)::bigint AS records, sum(set_hash) AS set_hash
            FROM ledger
            WHERE tenant = $1 AND minute >= $2 AND minute < $3 AND ($4::smallint IS NULL OR signal = $4)
                AND ($5::text IS NULL OR component_id IN (SELECT id FROM component WHERE tenant = $1 AND name = $5))
            GROUP BY 1, 2, 3, outcome, reason
            LIMIT\s""" + (MAX_ROWS + 1);

    private static final String LIVE = """
            SELECT %s, sum(records)::bigint AS records, sum(set_hash) AS set_hash,
                (sum(records) FILTER (WHERE feed_xid <= coalesce((SELECT position FROM feed_consumer WHERE name = $6), -1)))::bigint
                    AS analysed
            FROM (
                SELECT s.signal, s.feed_xid, c.minute, c.component_id, c.records, c.set_hash
                FROM segment s,
                    unnest(s.counted_minute, s.counted_component, s.counted_records, s.counted_set_hash)
                        AS c(minute, component_id, records, set_hash)
                WHERE s.tenant = $1 AND s.collected_to >= $2 AND s.collected_from < $3
                    AND ($4::smallint IS NULL OR s.signal = $4)) counted
            WHERE minute >= $2 AND minute < $3
                AND ($5::text IS NULL OR component_id IN (SELECT id FROM component WHERE tenant = $1 AND name = $5))
            GROUP BY 1, 2, 3
            LIMIT\s""" + (MAX_ROWS + 1);

    private static final String COMPONENTS =
            "SELECT id, namespace, name, instance_id FROM component WHERE id = ANY ($1)";

    private static final String ANALYSIS = "SELECT position FROM feed_consumer WHERE name = $1";

    private final Transactions transactions;

    private final double graceSeconds;

    LedgerReader(Transactions transactions, StorageConfig config) {
        this.transactions = transactions;
        this.graceSeconds = config.storage().producers().grace().toMillis() / MILLIS;
    }

    /** 0 and -1 stand for what is not told apart. */
    private record Key(int minute, int signal, int componentId) {}

    /**
     * Fails with {@link IllegalArgumentException} when there are too many groups for one answer.
     *
     * @param losses of the same window, signal and service; they are not of the same snapshot
     */
    public Uni<LedgerPage> read(LedgerQuery query, Losses losses) {
        Instant watermark = Instant.now();
        return transactions.read(
                query.tenant(),
                STATEMENT_TIMEOUT,
                connection -> Uni.combine()
                        .all()
                        .unis(
                                connection
                                        .preparedQuery(sql(LINES, query.groupBy()))
                                        .execute(parameters(query)),
                                connection
                                        .preparedQuery(sql(LIVE, query.groupBy()))
                                        .execute(parameters(query).addString(FeedConsumers.ANALYSIS)),
                                SideCounts.read(
                                        connection,
                                        parameters(query)
                                                .addString(FeedConsumers.ANALYSIS)
                                                .addDouble(graceSeconds)),
                                connection.preparedQuery(ANALYSIS).execute(Tuple.of(FeedConsumers.ANALYSIS)),
                                LossCounts.lines(connection, query.tenant(), losses),
                                RedactionCounts.read(connection, parameters(query)))
                        .withUni((lines, live, beside, analysis, lost, redactions) -> {
                            requireFewer("rows", MAX_ROWS, Math.max(lines.size(), live.size()));
                            Optional<Long> position = analysis.size() == 0
                                    ? Optional.empty()
                                    : Optional.of(analysis.iterator().next().getLong("position"));
                            Map<Key, LedgerAccount> accounts = accounts(lines, live);
                            addBeside(accounts, beside, query.groupBy());
                            addLost(accounts, lost, query.groupBy());
                            requireFewer("groups", MAX_GROUPS, accounts.size());
                            LedgerAccount total = new LedgerAccount();
                            lines.forEach(row -> addLine(total, row));
                            live.forEach(row -> addLive(total, row));
                            beside.forEach(row -> SideCounts.add(total, row));
                            LossCounts.addAll(total, losses);
                            return groups(connection, query, accounts)
                                    .map(groups -> new LedgerPage(total, groups, redactions, watermark, position));
                        }));
    }

    private static void requireFewer(String what, int most, int count) {
        if (count > most) {
            throw new IllegalArgumentException("groupBy: expected at most " + most + " " + what
                    + " of the ledger, got more; choose a shorter time or fewer keys");
        }
    }

    private static String sql(String template, Set<Grouping> groupBy) {
        return template.formatted("%s AS minute, %s AS signal, %s AS component_id"
                .formatted(
                        groupBy.contains(Grouping.MINUTE) ? "minute" : "-1",
                        groupBy.contains(Grouping.SIGNAL) ? "signal::int" : "-1",
                        groupBy.contains(Grouping.COMPONENT) ? "component_id" : "-1"));
    }

    private static Tuple parameters(LedgerQuery query) {
        return Tuple.tuple()
                .addString(query.tenant())
                .addInteger(query.fromMinute())
                .addInteger(query.toMinute())
                .addValue(query.signal().map(signal -> (short) signal.code()).orElse(null))
                .addValue(query.service()
                        .map(name -> CatalogText.bounded(name, CatalogText.MAX_NAME))
                        .orElse(null));
    }

    private static Map<Key, LedgerAccount> accounts(RowSet<Row> lines, RowSet<Row> live) {
        Map<Key, LedgerAccount> accounts = new LinkedHashMap<>();
        lines.forEach(row -> addLine(accounts.computeIfAbsent(keyOf(row), key -> new LedgerAccount()), row));
        live.forEach(row -> addLive(accounts.computeIfAbsent(keyOf(row), key -> new LedgerAccount()), row));
        return accounts;
    }

    /** Records of no known minute are in no group of one. */
    private static void addBeside(Map<Key, LedgerAccount> accounts, RowSet<Row> rows, Set<Grouping> groupBy) {
        for (Row row : rows) {
            Key known = keyOf(row);
            if (!groupBy.contains(Grouping.MINUTE) || known.minute() >= 0) {
                Key key = new Key(
                        groupBy.contains(Grouping.MINUTE) ? known.minute() : -1,
                        groupBy.contains(Grouping.SIGNAL) ? known.signal() : -1,
                        groupBy.contains(Grouping.COMPONENT) ? known.componentId() : -1);
                SideCounts.add(accounts.computeIfAbsent(key, unseen -> new LedgerAccount()), row);
            }
        }
    }

    private static void addLost(Map<Key, LedgerAccount> accounts, List<LossCounts.Line> lines, Set<Grouping> groupBy) {
        if (groupBy.contains(Grouping.MINUTE)) {
            return;
        }
        for (LossCounts.Line line : lines) {
            Key key = new Key(
                    -1,
                    groupBy.contains(Grouping.SIGNAL) ? line.signal().code() : -1,
                    groupBy.contains(Grouping.COMPONENT) ? line.componentId() : -1);
            line.addTo(accounts.computeIfAbsent(key, unseen -> new LedgerAccount()));
        }
    }

    private static Key keyOf(Row row) {
        return new Key(row.getInteger("minute"), row.getInteger("signal"), row.getInteger("component_id"));
    }

    private static void addLine(LedgerAccount account, Row row) {
        account.addLine(
                Outcome.ofCode(row.getShort("outcome")),
                row.getString("reason"),
                row.getLong("records"),
                wrapped(row, "set_hash"));
    }

    private static void addLive(LedgerAccount account, Row row) {
        Long analysed = row.getLong("analysed");
        account.addLive(row.getLong("records"), wrapped(row, "set_hash"), analysed == null ? 0 : analysed);
    }

    /** A sum of 64-bit numbers, modulo 2^64. */
    private static long wrapped(Row row, String column) {
        return row.get(Numeric.class, column).bigIntegerValue().longValue();
    }

    private static Uni<List<LedgerPage.Group>> groups(
            SqlConnection connection, LedgerQuery query, Map<Key, LedgerAccount> accounts) {
        if (query.groupBy().isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        Integer[] ids =
                accounts.keySet().stream().map(Key::componentId).distinct().toArray(Integer[]::new);
        return connection.preparedQuery(COMPONENTS).execute(Tuple.of(ids)).map(rows -> {
            Map<Integer, Component> components = new LinkedHashMap<>();
            rows.forEach(row -> components.put(
                    row.getInteger("id"),
                    new Component(row.getString("namespace"), row.getString("name"), row.getString("instance_id"))));
            List<LedgerPage.Group> groups = new ArrayList<>();
            accounts.entrySet().stream()
                    .sorted(Map.Entry.comparingByKey(Comparator.comparingInt(Key::minute)
                            .thenComparingInt(Key::signal)
                            .thenComparingInt(Key::componentId)))
                    .forEach(entry -> groups.add(group(query, entry.getKey(), entry.getValue(), components)));
            return groups;
        });
    }

    private static LedgerPage.Group group(
            LedgerQuery query, Key key, LedgerAccount account, Map<Integer, Component> components) {
        return new LedgerPage.Group(
                query.groupBy().contains(Grouping.MINUTE) ? Optional.of(key.minute()) : Optional.empty(),
                query.groupBy().contains(Grouping.SIGNAL) ? Optional.of(Signal.ofCode(key.signal())) : Optional.empty(),
                Optional.ofNullable(components.get(key.componentId())),
                account);
    }
}
