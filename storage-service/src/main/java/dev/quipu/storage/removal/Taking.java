package dev.quipu.storage.removal;

import dev.quipu.model.segment.Removed;
import dev.quipu.model.segment.Segment;
import dev.quipu.model.segment.SegmentId;
import dev.quipu.model.segment.TemplatedSegment;
import dev.quipu.storage.segments.SegmentKey;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.util.function.Supplier;

/** What is taken out of a segment, and what is written of it in the same transaction. */
public interface Taking {

    /** Before the segment is read; fails with {@link SegmentRewrite.NotRewritten} when it is to stay as it is. */
    default Uni<Void> begin(SqlConnection connection, SegmentKey key) {
        return Uni.createFrom().voidItem();
    }

    /** @param ids asked once when something is taken out and something remains */
    Removed<Segment> from(Segment segment, Supplier<SegmentId> ids);

    /** The same of a segment of logs, each record with its template. */
    Removed<TemplatedSegment> from(TemplatedSegment segment, Supplier<SegmentId> ids);

    /** Something was taken out: writes where it went. */
    Uni<Void> taken(SqlConnection connection, Rewritten rewritten);

    /** There was nothing to take out. */
    default Uni<Void> untouched(SqlConnection connection, SegmentKey key) {
        return Uni.createFrom().voidItem();
    }
}
