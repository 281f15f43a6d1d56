package dev.quipu.storage.segments;

import dev.quipu.model.segment.Segment;
import dev.quipu.model.segment.SegmentHead;
import dev.quipu.model.segment.SegmentId;
import dev.quipu.storage.load.Workers;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Whole segments, as they were stored. */
@ApplicationScoped
public class SegmentFetch {

    private static final String FETCH = "SELECT head, filter, payload FROM segment WHERE id = $1";

    private final Pool pool;
    private final Workers workers;

    SegmentFetch(Pool pool, Workers workers) {
        this.pool = pool;
        this.workers = workers;
    }

    /** Empty when none of that id is stored, or it was merged with others since. */
    public Uni<Optional<Segment>> fetch(SegmentId id) {
        return pool.preparedQuery(FETCH)
                .execute(Tuple.of(id.toUuid()))
                .chain(rows -> rows.size() == 0
                        ? Uni.createFrom().item(Optional.<Segment>empty())
                        : workers.run(() -> Optional.of(of(rows.iterator().next()))));
    }

    /** A segment from the columns {@code head}, {@code filter} and {@code payload}. */
    public static Segment of(Row row) {
        byte[] head = row.getBuffer("head").getBytes();
        return Segment.of(
                SegmentHead.parse(head),
                head,
                row.getBuffer("filter").getBytes(),
                row.getBuffer("payload").getBytes());
    }
}
