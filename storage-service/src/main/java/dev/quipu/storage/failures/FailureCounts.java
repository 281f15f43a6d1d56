package dev.quipu.storage.failures;

import dev.quipu.model.Signal;
import dev.quipu.model.segment.Outcome;
import dev.quipu.storage.feed.FeedConsumers;
import dev.quipu.storage.ledger.LedgerLines;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.Comparator;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * What a change of failures adds to the ledger and takes from it again: the difference between what counts before and
 * after. Only those of {@value FeedConsumers#ANALYSIS} count: the ledger's analysed share is that consumer's.
 */
final class FailureCounts {

    private static final Comparator<Key> ORDER =
            Comparator.comparing(Key::tenant).thenComparing(Key::signal).thenComparing(Key::bucket);

    /** What counts of a segment depends on all of its failures: one changes them at a time. */
    private static final String LOCK = "SELECT pg_advisory_xact_lock(hashtext('quipu.feed.failures'))";

    private static final String COUNTED = """
            SELECT tenant, signal, bucket, reason, counted_minute, counted_component, counted_records
            FROM counted_failure
            WHERE consumer = $1 AND NOT is_retried AND segment_id = ANY ($2::uuid[])""";

    private final TreeMap<Key, LedgerLines> lines = new TreeMap<>(ORDER);

    private FailureCounts() {}

    private record Key(String tenant, short signal, int bucket) {}

    /** Changes failures of segments, and what the ledger counts of them, in the connection's transaction. */
    static <T> Uni<T> around(
            SqlConnection connection, String consumer, UUID[] segments, Supplier<Uni<? extends T>> change) {
        if (!consumer.equals(FeedConsumers.ANALYSIS)) {
            return Uni.createFrom().deferred(change);
        }
        FailureCounts counts = new FailureCounts();
        return lock(connection)
                .chain(() -> counts.add(connection, segments, -1))
                .chain(change)
                .call(() -> counts.add(connection, segments, 1))
                .call(() -> counts.write(connection));
    }

    private static Uni<Void> lock(SqlConnection connection) {
        return connection.query(LOCK).execute().replaceWithVoid();
    }

    /** @param sign 1 to count, -1 to take back */
    private Uni<Void> add(SqlConnection connection, UUID[] segments, int sign) {
        return connection
                .preparedQuery(COUNTED)
                .execute(Tuple.of(FeedConsumers.ANALYSIS, segments))
                .invoke(rows -> add(rows, sign))
                .replaceWithVoid();
    }

    private void add(RowSet<Row> rows, int sign) {
        for (Row row : rows) {
            Key key = new Key(row.getString("tenant"), row.getShort("signal"), row.getInteger("bucket"));
            LedgerLines of = lines.computeIfAbsent(
                    key, unseen -> new LedgerLines(key.tenant(), Signal.ofCode(key.signal()), key.bucket()));
            Integer[] minutes = row.getArrayOfIntegers("counted_minute");
            Integer[] components = row.getArrayOfIntegers("counted_component");
            Integer[] records = row.getArrayOfIntegers("counted_records");
            for (int i = 0; i < minutes.length; i++) {
                of.add(minutes[i], components[i], Outcome.FAILED, row.getString("reason"), (long) sign * records[i], 0);
            }
        }
    }

    private Uni<Void> write(SqlConnection connection) {
        return Multi.createFrom()
                .iterable(lines.values())
                .onItem()
                .transformToUniAndConcatenate(one -> one.write(connection))
                .collect()
                .last()
                .replaceWithVoid();
    }
}
