package dev.quipu.storage.rollups;

import dev.quipu.model.rollup.Rollup;
import dev.quipu.model.rollup.RollupCodec;
import dev.quipu.model.rollup.RollupKey;
import dev.quipu.model.rollup.RollupKind;
import dev.quipu.storage.database.Transactions;
import dev.quipu.storage.load.Workers;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.jboss.logging.Logger;

/**
 * Merges what consumers added into the periods of each resolution. A transaction takes some additions of one tenant
 * away and adds them to the periods that they touch, so that each counts once whenever it is interrupted.
 */
@ApplicationScoped
public class RollupMerge {

    private static final Logger LOG = Logger.getLogger(RollupMerge.class);

    /** Cells of additions merged at once; one addition is merged however many it has. */
    private static final long MAX_CELLS = 50_000;

    private static final String UNMERGED =
            "SELECT DISTINCT tenant, kind FROM rollup WHERE resolution = 0 ORDER BY tenant, kind";

    private static final String LOCK =
            "SELECT pg_try_advisory_xact_lock(hashtext('quipu.rollups'), hashtext($1)) AS is_ours";

    private static final String FIND_ADDITIONS = """
            SELECT id, payload
            FROM (SELECT id, payload, sum(cells) OVER (ORDER BY id) - cells AS cells_before
                FROM rollup WHERE tenant = $1 AND kind = $2 AND resolution = 0) addition
            WHERE cells_before < $3
            ORDER BY id""";

    private static final String TAKE_ADDITIONS =
            "DELETE FROM rollup WHERE tenant = $1 AND id = ANY ($2::bigint[]) AND resolution = 0";

    private static final String FIND_PERIODS = """
            SELECT from_time, payload FROM rollup
            WHERE tenant = $1 AND kind = $2 AND resolution = $3 AND from_time = ANY ($4::bigint[])""";

    private static final String PUT_PERIOD = """
            INSERT INTO rollup (tenant, kind, resolution, from_time, to_time, cells, payload)
            VALUES ($1, $2, $3, $4, $5, $6, $7)
            ON CONFLICT (tenant, kind, resolution, from_time) WHERE resolution > 0
            DO UPDATE SET cells = excluded.cells, payload = excluded.payload""";

    private final Transactions transactions;
    private final Workers workers;

    RollupMerge(Transactions transactions, Workers workers) {
        this.transactions = transactions;
        this.workers = workers;
    }

    @Scheduled(
            every = "{quipu.storage.rollups.merge-interval}",
            delayed = "{quipu.storage.rollups.merge-interval}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> tick() {
        return merge().onFailure()
                .invoke(failure -> LOG.warn("Merging of rollups stopped; it goes on later", failure))
                .onFailure()
                .recoverWithNull();
    }

    /** Rollups of one kind of a tenant. */
    private record Part<K extends RollupKey<K>>(String tenant, RollupKind<K> kind) {

        static Part<?> of(Row row) {
            return new Part<>(row.getString("tenant"), RollupKind.ofCode(row.getShort("kind")));
        }

        /** What statements begin with. */
        Tuple parameters() {
            return Tuple.tuple().addString(tenant).addShort((short) kind.code());
        }
    }

    /** Merges what there is of every tenant, up to some thousand cells of each. */
    public Uni<Void> merge() {
        return transactions
                .autocommit(connection -> connection.query(UNMERGED).execute())
                .chain(rows -> Multi.createFrom()
                        .iterable(StreamSupport.stream(rows.spliterator(), false)
                                .map(Part::of)
                                .toList())
                        .onItem()
                        .transformToUniAndConcatenate(this::mergeOf)
                        .collect()
                        .last()
                        .replaceWithVoid());
    }

    /** One tenant's trouble holds up no other. */
    private Uni<Void> mergeOf(Part<?> part) {
        return transactions
                .write(connection -> merge(connection, part))
                .onFailure()
                .invoke(failure -> LOG.warnf(failure, "Rollups of %s were not merged; they are later", part.tenant()))
                .onFailure()
                .recoverWithNull();
    }

    /** Everything is computed before the first statement that writes: the feed does not pass a transaction that has. */
    private Uni<Void> merge(SqlConnection connection, Part<?> part) {
        return connection
                .preparedQuery(LOCK)
                .execute(Tuple.of(part.tenant()))
                .chain(lock -> lock.iterator().next().getBoolean("is_ours")
                        ? connection
                                .preparedQuery(FIND_ADDITIONS)
                                .execute(part.parameters().addLong(MAX_CELLS))
                                .chain(additions -> periods(connection, part, additions)
                                        .chain(rows -> swap(connection, part.tenant(), additions, rows)))
                        : Uni.createFrom().voidItem());
    }

    private <K extends RollupKey<K>> Uni<List<Tuple>> periods(
            SqlConnection connection, Part<K> part, RowSet<Row> additions) {
        return Multi.createFrom()
                .items(Resolution.values())
                .onItem()
                .transformToUniAndConcatenate(
                        resolution -> workers.runInBackground(() -> sum(additions, part.kind(), resolution))
                                .chain(sum -> periods(connection, part, resolution, sum)))
                .collect()
                .in(ArrayList::new, List::addAll);
    }

    /** By period. */
    private static <K extends RollupKey<K>> Map<Long, Rollup<K>> sum(
            RowSet<Row> additions, RollupKind<K> kind, Resolution resolution) {
        Rollup<K> sum = resolution.newRollup(kind);
        additions.forEach(row -> RollupCodec.addTo(sum, payload(row), key -> true));
        return sum.byPeriod(resolution.periodSeconds());
    }

    private <K extends RollupKey<K>> Uni<List<Tuple>> periods(
            SqlConnection connection, Part<K> part, Resolution resolution, Map<Long, Rollup<K>> sum) {
        Tuple parameters = part.parameters()
                .addInteger(resolution.stepSeconds())
                .addArrayOfLong(sum.keySet().toArray(Long[]::new));
        return connection
                .preparedQuery(FIND_PERIODS)
                .execute(parameters)
                .chain(known -> workers.runInBackground(() -> rows(part, resolution, sum, known)));
    }

    private static <K extends RollupKey<K>> List<Tuple> rows(
            Part<K> part, Resolution resolution, Map<Long, Rollup<K>> sum, RowSet<Row> known) {
        Map<Long, byte[]> before = new HashMap<>();
        known.forEach(row -> before.put(row.getLong("from_time"), payload(row)));
        List<Tuple> rows = new ArrayList<>();
        sum.forEach((from, added) -> {
            // What was told apart before stays so: it comes first.
            Rollup<K> period = resolution.newRollup(part.kind());
            byte[] stored = before.get(from);
            if (stored != null) {
                RollupCodec.addTo(period, stored, key -> true);
            }
            period.add(added);
            rows.add(part.parameters()
                    .addInteger(resolution.stepSeconds())
                    .addLong(from)
                    .addLong(from + resolution.periodSeconds())
                    .addInteger(period.size())
                    .addValue(Buffer.buffer(RollupCodec.encode(period))));
        });
        return rows;
    }

    private static Uni<Void> swap(SqlConnection connection, String tenant, RowSet<Row> additions, List<Tuple> rows) {
        if (additions.size() == 0) {
            return Uni.createFrom().voidItem();
        }
        List<Long> ids = new ArrayList<>();
        additions.forEach(row -> ids.add(row.getLong("id")));
        return connection
                .preparedQuery(TAKE_ADDITIONS)
                .execute(Tuple.tuple().addString(tenant).addArrayOfLong(ids.toArray(Long[]::new)))
                .invoke(taken -> {
                    if (taken.rowCount() != ids.size()) {
                        throw new IllegalStateException("rollups of " + tenant + ": expected to take " + ids.size()
                                + " additions, got " + taken.rowCount());
                    }
                })
                .chain(() -> connection.preparedQuery(PUT_PERIOD).executeBatch(rows))
                .replaceWithVoid();
    }

    private static byte[] payload(Row row) {
        return row.getBuffer("payload").getBytes();
    }
}
