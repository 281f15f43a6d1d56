package dev.quipu.storage.segments;

import dev.quipu.model.segment.Segment;
import dev.quipu.model.segment.SegmentHead;
import dev.quipu.model.segment.SegmentId;
import dev.quipu.storage.database.Transactions;
import dev.quipu.storage.encryption.OpenKeys;
import dev.quipu.storage.encryption.TenantKeys;
import dev.quipu.storage.load.Workers;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;

/** Whole segments, as they were stored. */
@ApplicationScoped
public class SegmentFetch {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private static final String FETCH =
            "SELECT id, head, filter, payload, " + OpenKeys.COLUMNS + " FROM segment WHERE id = $1";

    private final Transactions transactions;
    private final TenantKeys keys;
    private final Workers workers;

    SegmentFetch(Transactions transactions, TenantKeys keys, Workers workers) {
        this.transactions = transactions;
        this.keys = keys;
        this.workers = workers;
    }

    /** Empty when none of that id is stored, or it was merged with others since. */
    public Uni<Optional<Segment>> fetch(SegmentId id) {
        return transactions
                .read(
                        TIMEOUT,
                        connection -> connection
                                .preparedQuery(FETCH)
                                .execute(Tuple.of(id.toUuid()))
                                .chain(rows -> keys.of(connection, rows).map(opening -> new Found(rows, opening))))
                .chain(found -> found.rows().size() == 0
                        ? Uni.createFrom().item(Optional.<Segment>empty())
                        : workers.run(
                                () -> Optional.of(of(found.rows().iterator().next(), found.opening()))));
    }

    private record Found(RowSet<Row> rows, OpenKeys opening) {}

    /** A segment from the columns {@code id}, {@code head}, {@code filter} and {@code payload}, and by the row's key. */
    public static Segment of(Row row, OpenKeys keys) {
        byte[] head = row.getBuffer("head").getBytes();
        return Segment.of(SegmentHead.parse(head), head, row.getBuffer("filter").getBytes(), keys.payload(row));
    }
}
