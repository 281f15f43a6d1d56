package dev.quipu.storage.spools;

import dev.quipu.model.Signal;
import dev.quipu.storage.database.Transactions;
import dev.quipu.storage.spools.Spool.Holding;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What collectors hold durably and storage has not. Each report replaces all that was known of its collector. What a
 * collector that went away held stays known: it lies on its disk, and nobody else has it.
 */
@ApplicationScoped
public class Spools {

    private static final String LOCK = "SELECT pg_advisory_xact_lock(hashtext('quipu.spool'), hashtext($1))";

    private static final String FORGET = "DELETE FROM spool WHERE collector = $1";

    private static final String REMEMBER = """
            INSERT INTO spool (tenant, collector, signal, url, segments, records, bytes, oldest)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)""";

    private static final String LIST = """
            SELECT collector, url, tenant, signal, segments, records, bytes, oldest, reported_at
            FROM spool ORDER BY collector, tenant, signal""";

    private final Transactions transactions;

    Spools(Transactions transactions) {
        this.transactions = transactions;
    }

    /** A collector's last word. */
    public record Reported(Spool spool, Instant reportedAt) {}

    /** Replaces what is known of the collector; forgets the collector when it holds nothing. */
    public Uni<Void> replace(Spool spool) {
        return transactions.write(connection -> connection
                .preparedQuery(LOCK)
                .execute(Tuple.of(spool.collector()))
                .chain(() -> connection.preparedQuery(FORGET).execute(Tuple.of(spool.collector())))
                .chain(() -> remember(connection, spool)));
    }

    private static Uni<Void> remember(SqlConnection connection, Spool spool) {
        if (spool.holdings().isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        List<Tuple> rows =
                spool.holdings().stream().map(holding -> values(spool, holding)).toList();
        return connection.preparedQuery(REMEMBER).executeBatch(rows).replaceWithVoid();
    }

    private static Tuple values(Spool spool, Holding holding) {
        return Tuple.tuple()
                .addString(holding.tenant())
                .addString(spool.collector())
                .addShort((short) holding.signal().code())
                .addValue(spool.url().map(URI::toString).orElse(null))
                .addLong(holding.segments())
                .addLong(holding.records())
                .addLong(holding.bytes())
                .addOffsetDateTime(OffsetDateTime.ofInstant(holding.oldest(), ZoneOffset.UTC));
    }

    /** Of every collector that holds something, by name. */
    public Uni<List<Reported>> list() {
        return transactions
                .autocommit(connection -> connection.query(LIST).execute())
                .map(rows -> {
                    Map<String, List<Row>> byCollector = new LinkedHashMap<>();
                    rows.forEach(row -> byCollector
                            .computeIfAbsent(row.getString("collector"), unseen -> new ArrayList<>())
                            .add(row));
                    return byCollector.values().stream().map(Spools::reported).toList();
                });
    }

    private static Reported reported(List<Row> rows) {
        Row first = rows.get(0);
        Spool spool = new Spool(
                first.getString("collector"),
                Optional.ofNullable(first.getString("url")).map(URI::create),
                rows.stream().map(Spools::holding).toList());
        return new Reported(spool, first.getOffsetDateTime("reported_at").toInstant());
    }

    private static Holding holding(Row row) {
        return new Holding(
                row.getString("tenant"),
                Signal.ofCode(row.getShort("signal")),
                row.getLong("segments"),
                row.getLong("records"),
                row.getLong("bytes"),
                row.getOffsetDateTime("oldest").toInstant());
    }
}
