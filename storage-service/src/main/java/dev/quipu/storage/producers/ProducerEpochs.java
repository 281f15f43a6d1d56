package dev.quipu.storage.producers;

import dev.quipu.model.Signal;
import dev.quipu.storage.StorageConfig;
import dev.quipu.storage.database.Transactions;
import dev.quipu.storage.producers.ProducerEpoch.Gap;
import dev.quipu.storage.producers.ProducerEpoch.Key;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * Which batches of producers were acknowledged. Laws: 1. a batch counts once, however often it is told; 2. missing is
 * what the producer says it handed over, less what was seen, and never below 0; 3. a record counts as lost once the
 * batches after it were seen for the grace time, or nothing was: until then it may be on its way.
 */
@ApplicationScoped
public class ProducerEpochs {

    private static final int MAX_BATCHES = 1000;
    private static final double MILLIS = 1000;

    /** The marks move when the later one is older than the grace time; a late batch counts below the marks it is below. */
    private static final String ADD = """
            INSERT INTO producer_epoch AS p (tenant, signal, producer, epoch, seen, records, last_sequence, last_count,
                passing_sequence, passing_count, passing_records)
            VALUES ($1, $2, $3, $4, int8multirange(int8range($5::bigint, $5::bigint + 1)), $7::bigint, $5::bigint,
                $6::bigint, $5::bigint, $6::bigint, $7::bigint)
            ON CONFLICT (tenant, signal, producer, epoch) DO UPDATE SET
                seen = with_sequence(p.seen, $5::bigint),
                records = p.records + $7::bigint,
                last_sequence = greatest(p.last_sequence, $5::bigint),
                last_count = CASE WHEN $5::bigint > p.last_sequence THEN $6::bigint ELSE p.last_count END,
                (passed_sequence, passed_count, passed_records) = (
                    SELECT m.sequence, m.count, m.records + CASE WHEN $5::bigint <= m.sequence THEN $7::bigint ELSE 0 END
                    FROM (SELECT CASE WHEN s.is_due THEN p.passing_sequence ELSE p.passed_sequence END AS sequence,
                            CASE WHEN s.is_due THEN p.passing_count ELSE p.passed_count END AS count,
                            CASE WHEN s.is_due THEN p.passing_records ELSE p.passed_records END AS records
                        FROM (SELECT p.passing_since < now() - make_interval(secs => $8) AS is_due) s) m),
                (passing_sequence, passing_count, passing_records, passing_since) = (
                    SELECT CASE WHEN s.is_due THEN greatest(p.last_sequence, $5::bigint) ELSE p.passing_sequence END,
                        CASE WHEN NOT s.is_due THEN p.passing_count
                            WHEN $5::bigint > p.last_sequence THEN $6::bigint ELSE p.last_count END,
                        CASE WHEN s.is_due THEN p.records + $7::bigint
                            WHEN $5::bigint <= p.passing_sequence THEN p.passing_records + $7::bigint ELSE p.passing_records END,
                        CASE WHEN s.is_due THEN now() ELSE p.passing_since END
                    FROM (SELECT p.passing_since < now() - make_interval(secs => $8) AS is_due) s),
                updated_at = now()
            WHERE NOT p.seen @> $5::bigint""";

    private static final String LIST = """
            SELECT p.signal, p.producer, p.epoch, p.records, p.last_sequence, p.last_count, p.updated_at,
                greatest(0, p.last_count - p.records) AS missing, lost_records(p, make_interval(secs => $6)) AS lost,
                g.begins, g.ends
            FROM producer_epoch p,
                LATERAL (
                    SELECT array_agg(lower(gap) ORDER BY gap) AS begins, array_agg(upper(gap) - 1 ORDER BY gap) AS ends
                    FROM (
                        SELECT gap FROM unnest(
                            int8multirange(int8range(least(1, lower(p.seen)), p.last_sequence + 1)) - p.seen) AS gap
                        ORDER BY gap LIMIT 100) listed) g
            WHERE p.tenant = $1 AND ($2::smallint IS NULL OR (p.signal, p.producer, p.epoch) > ($2, $3, $4))
            ORDER BY p.signal, p.producer, p.epoch LIMIT $5""";

    private final Transactions transactions;
    private final double graceSeconds;

    ProducerEpochs(Transactions transactions, StorageConfig config) {
        this.transactions = transactions;
        this.graceSeconds = config.storage().producers().grace().toMillis() / MILLIS;
    }

    /**
     * Adds what was acknowledged.
     *
     * @throws IllegalArgumentException for none or too many at once
     */
    public Uni<Void> add(String tenant, List<ProducerBatch> batches) {
        if (batches.isEmpty() || batches.size() > MAX_BATCHES) {
            throw new IllegalArgumentException("batches: expected 1 to " + MAX_BATCHES + ", got " + batches.size());
        }
        return transactions.write(connection -> write(connection, tenant, batches));
    }

    /** As {@link #add}, of any number, in the connection's transaction: with the records of the batches. */
    public Uni<Void> write(SqlConnection connection, String tenant, List<ProducerBatch> batches) {
        if (batches.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        List<Tuple> rows = batches.stream()
                .sorted(ProducerBatch.ORDER)
                .map(batch -> values(tenant, batch))
                .toList();
        return connection.preparedQuery(ADD).executeBatch(rows).replaceWithVoid();
    }

    private Tuple values(String tenant, ProducerBatch batch) {
        return Tuple.tuple()
                .addString(tenant)
                .addShort((short) batch.signal().code())
                .addString(batch.producer())
                .addString(batch.epoch())
                .addLong(batch.sequence())
                .addLong(batch.count())
                .addLong(batch.records())
                .addDouble(graceSeconds);
    }

    /** In the order of their keys. @param after those after this one */
    public Uni<List<ProducerEpoch>> list(String tenant, Optional<Key> after, int limit) {
        Tuple parameters = Tuple.tuple()
                .addString(tenant)
                .addValue(after.map(key -> (short) key.signal().code()).orElse(null))
                .addValue(after.map(Key::producer).orElse(null))
                .addValue(after.map(Key::epoch).orElse(null))
                .addInteger(limit)
                .addDouble(graceSeconds);
        return transactions
                .ask(tenant, LIST, parameters)
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(ProducerEpochs::epoch)
                        .toList());
    }

    private static ProducerEpoch epoch(Row row) {
        return new ProducerEpoch(
                new Key(Signal.ofCode(row.getShort("signal")), row.getString("producer"), row.getString("epoch")),
                row.getLong("records"),
                row.getLong("last_sequence"),
                row.getLong("last_count"),
                row.getLong("missing"),
                row.getLong("lost"),
                gaps(row),
                row.getOffsetDateTime("updated_at").toInstant());
    }

    private static List<Gap> gaps(Row row) {
        Long[] begins = row.getArrayOfLongs("begins");
        Long[] ends = row.getArrayOfLongs("ends");
        List<Gap> gaps = new ArrayList<>();
        for (int i = 0; begins != null && i < begins.length; i++) {
            gaps.add(new Gap(begins[i], ends[i]));
        }
        return gaps;
    }
}
