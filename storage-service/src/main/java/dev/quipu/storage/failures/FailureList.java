package dev.quipu.storage.failures;

import dev.quipu.model.Component;
import dev.quipu.model.Signal;
import dev.quipu.model.segment.SegmentId;
import dev.quipu.storage.database.Transactions;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/** The failures that are kept, and how one is given back. */
@ApplicationScoped
public class FailureList {

    private static final String LIST = """
            SELECT f.id, f.part, f.segment_id, f.tenant, f.signal, f.records, f.reason, f.is_retried, f.since,
                c.namespace, c.name, c.instance_id
            FROM feed_failure f LEFT JOIN component c ON c.id = f.component_id
            WHERE f.consumer = $1 AND f.id > $2 AND ($3::boolean IS NULL OR f.is_retried = $3)
                AND ($3 IS DISTINCT FROM true OR f.segment_id = ANY (ARRAY(
                    SELECT DISTINCT s.id FROM segment s JOIN feed_failure k ON s.id = k.segment_id AND s.bucket = k.bucket
                    WHERE k.consumer = $1 AND k.id > $2 AND k.is_retried AND ($6::text IS NULL OR k.tenant = $6))))
                AND ($5::text IS NULL OR $5 = coalesce(
                    (SELECT p.part FROM feed_part p WHERE p.consumer = f.consumer AND p.part = f.part),
                    (SELECT p.part FROM feed_part p WHERE p.consumer = f.consumer AND p.part LIKE 'traces-0-of-%')))
                AND ($6::text IS NULL OR f.tenant = $6)
            ORDER BY f.id LIMIT $4""";

    private static final String GIVE_BACK = """
            UPDATE feed_failure SET is_retried = true
            WHERE consumer = $1 AND id = $2 AND tenant = $3 AND NOT is_retried
                AND segment_id = ANY (ARRAY(
                    SELECT s.id FROM segment s JOIN feed_failure f ON s.id = f.segment_id AND s.bucket = f.bucket
                    WHERE f.consumer = $1 AND f.id = $2))""";

    private static final String FIND =
            "SELECT segment_id, is_retried FROM feed_failure WHERE consumer = $1 AND id = $2 AND tenant = $3";

    private final Transactions transactions;

    FailureList(Transactions transactions) {
        this.transactions = transactions;
    }

    /** What came of giving a failure back. */
    public enum GivenBack {
        YES,
        NO_SUCH_FAILURE,
        /** Retention let the segment go. */
        SEGMENT_GONE
    }

    /**
     * Which failures.
     *
     * @param tenant only those of this tenant's records
     * @param afterId those after this one; 0 for the first
     * @param isRetried only those that were given back and whose segment is still there, or only the others
     * @param part only those that this part of the present layout takes care of
     */
    public record Query(
            String consumer,
            Optional<String> tenant,
            long afterId,
            Optional<Boolean> isRetried,
            Optional<String> part) {}

    /** In the order in which they were reported. */
    public Uni<List<KeptFailure>> list(Query query, int limit) {
        Tuple values = Tuple.of(
                query.consumer(),
                query.afterId(),
                query.isRetried().orElse(null),
                limit,
                query.part().orElse(null),
                query.tenant().orElse(null));
        return query.tenant()
                .map(tenant -> transactions.ask(tenant, LIST, values))
                .orElseGet(() -> transactions.autocommit(
                        connection -> connection.preparedQuery(LIST).execute(values)))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(FailureList::failure)
                        .toList());
    }

    private static KeptFailure failure(Row row) {
        return new KeptFailure(
                row.getLong("id"),
                Optional.of(row.getString("part")).filter(part -> !part.isEmpty()),
                SegmentId.of(row.getUUID("segment_id")),
                row.getString("tenant"),
                Signal.ofCode(row.getShort("signal")),
                Optional.ofNullable(row.getString("name"))
                        .map(name -> new Component(row.getString("namespace"), name, row.getString("instance_id"))),
                row.getLong("records"),
                row.getString("reason"),
                row.getBoolean("is_retried"),
                row.getOffsetDateTime("since").toInstant());
    }

    /**
     * Which failure.
     *
     * @param tenant whose records it is about
     */
    public record Key(String consumer, long id, String tenant) {
        private Tuple values() {
            return Tuple.of(consumer, id, tenant);
        }
    }

    /**
     * Lists it for the consumer again and counts it as pending; nothing changes when that was done before. Does something
     * more in the same transaction if that was done now.
     */
    public Uni<GivenBack> giveBack(Key key, Function<SqlConnection, Uni<Void>> alongside) {
        return transactions.write(connection -> connection
                .preparedQuery(FIND)
                .execute(key.values())
                .chain(found -> {
                    if (found.size() == 0) {
                        return Uni.createFrom().item(GivenBack.NO_SUCH_FAILURE);
                    }
                    Row failure = found.iterator().next();
                    return failure.getBoolean("is_retried")
                            ? Uni.createFrom().item(GivenBack.YES)
                            : giveBack(connection, key, failure.getUUID("segment_id"))
                                    .call(given -> given == GivenBack.YES
                                            ? alongside.apply(connection)
                                            : Uni.createFrom().voidItem());
                }));
    }

    private static Uni<GivenBack> giveBack(SqlConnection connection, Key key, UUID segment) {
        return FailureCounts.around(
                        connection,
                        key.consumer(),
                        new UUID[] {segment},
                        () -> connection.preparedQuery(GIVE_BACK).execute(key.values()))
                .chain(rows -> rows.rowCount() > 0 ? Uni.createFrom().item(GivenBack.YES) : why(connection, key));
    }

    private static Uni<GivenBack> why(SqlConnection connection, Key key) {
        return connection.preparedQuery(FIND).execute(key.values()).map(rows -> {
            if (rows.size() == 0) {
                return GivenBack.NO_SUCH_FAILURE;
            }
            return rows.iterator().next().getBoolean("is_retried") ? GivenBack.YES : GivenBack.SEGMENT_GONE;
        });
    }
}
