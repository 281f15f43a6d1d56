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
import java.util.Comparator;
import java.util.TreeMap;

/**
 * What failures add to the ledger and take from it again. Only those of {@value FeedConsumers#ANALYSIS} count: the
 * ledger's analysed share is that consumer's.
 */
final class FailureCounts {

    private static final Comparator<Key> ORDER =
            Comparator.comparing(Key::tenant).thenComparing(Key::signal).thenComparing(Key::bucket);

    private final TreeMap<Key, LedgerLines> lines = new TreeMap<>(ORDER);

    private record Key(String tenant, short signal, int bucket) {}

    /** Of one row of the table. @param sign 1 to count, -1 to take back */
    void add(Row row, int sign) {
        if (!row.getString("consumer").equals(FeedConsumers.ANALYSIS)) {
            return;
        }
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

    /** Takes those back that count. */
    void takeBack(RowSet<Row> rows) {
        rows.forEach(row -> {
            if (!row.getBoolean("is_retried")) {
                add(row, -1);
            }
        });
    }

    Uni<Void> write(SqlConnection connection) {
        return Multi.createFrom()
                .iterable(lines.values())
                .onItem()
                .transformToUniAndConcatenate(one -> one.write(connection))
                .collect()
                .last()
                .replaceWithVoid();
    }
}
