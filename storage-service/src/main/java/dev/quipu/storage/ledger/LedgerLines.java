package dev.quipu.storage.ledger;

import dev.quipu.model.CatalogText;
import dev.quipu.model.Signal;
import dev.quipu.model.segment.Outcome;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;

/**
 * Counts to be added to the ledger in one transaction. Added last and in the order of their keys, so that
 * transactions that add to the same lines wait for each other briefly and never in a circle.
 */
public final class LedgerLines {

    private static final int MAX_REASON = 200;

    private static final String ADD = """
            INSERT INTO ledger (tenant, signal, minute, component_id, bucket, outcome, reason, records, set_hash)
            SELECT $1, $2, l.minute, l.component_id, $3, l.outcome, l.reason, l.records, l.set_hash
            FROM unnest($4::int[], $5::int[], $6::smallint[], $7::text[], $8::bigint[], $9::bigint[])
                AS l(minute, component_id, outcome, reason, records, set_hash)
            ORDER BY l.minute, l.component_id, l.outcome, l.reason
            ON CONFLICT (tenant, signal, minute, component_id, bucket, outcome, reason) DO UPDATE
            SET records = ledger.records + excluded.records,
                set_hash = wrapping_add(ledger.set_hash, excluded.set_hash)""";

    private final String tenant;
    private final Signal signal;
    private final int bucket;
    private final TreeMap<Key, Count> counts = new TreeMap<>();

    public LedgerLines(String tenant, Signal signal, int bucket) {
        this.tenant = tenant;
        this.signal = signal;
        this.bucket = bucket;
    }

    /**
     * @param minute of collection, Unix minutes
     * @param componentId 0 when it is not known whose records they are
     */
    public void add(int minute, int componentId, Outcome outcome, String reason, long records, long setHash) {
        Key key = new Key(minute, componentId, outcome, CatalogText.bounded(reason, MAX_REASON));
        counts.merge(key, new Count(records, setHash), Count::plus);
    }

    /** Adds the counts to the table; there is nothing to do when there are none. */
    public Uni<Void> write(SqlConnection connection) {
        if (counts.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        int size = counts.size();
        Integer[] minutes = new Integer[size];
        Integer[] components = new Integer[size];
        Short[] outcomes = new Short[size];
        String[] reasons = new String[size];
        Long[] records = new Long[size];
        Long[] setHashes = new Long[size];
        int i = 0;
        for (Map.Entry<Key, Count> line : counts.entrySet()) {
            minutes[i] = line.getKey().minute();
            components[i] = line.getKey().componentId();
            outcomes[i] = (short) line.getKey().outcome().code();
            reasons[i] = line.getKey().reason();
            records[i] = line.getValue().records();
            setHashes[i] = line.getValue().setHash();
            i++;
        }
        Tuple row = Tuple.tuple()
                .addString(tenant)
                .addShort((short) signal.code())
                .addInteger(bucket)
                .addValue(minutes)
                .addValue(components)
                .addValue(outcomes)
                .addValue(reasons)
                .addValue(records)
                .addValue(setHashes);
        return connection.preparedQuery(ADD).execute(row).replaceWithVoid();
    }

    private record Key(int minute, int componentId, Outcome outcome, String reason) implements Comparable<Key> {
        private static final Comparator<Key> ORDER = Comparator.comparingInt(Key::minute)
                .thenComparingInt(Key::componentId)
                .thenComparing(Key::outcome)
                .thenComparing(Key::reason);

        @Override
        public int compareTo(Key other) {
            return ORDER.compare(this, other);
        }
    }

    private record Count(long records, long setHash) {
        Count plus(Count other) {
            return new Count(records + other.records, setHash + other.setHash);
        }
    }
}
