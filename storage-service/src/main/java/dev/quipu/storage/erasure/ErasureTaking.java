package dev.quipu.storage.erasure;

import dev.quipu.model.erasure.SegmentErasure;
import dev.quipu.model.segment.Removed;
import dev.quipu.model.segment.Segment;
import dev.quipu.model.segment.SegmentId;
import dev.quipu.model.segment.TemplatedSegment;
import dev.quipu.storage.removal.Rewritten;
import dev.quipu.storage.removal.Taking;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.util.List;
import java.util.function.Supplier;

/** Takes what an erasure names, and counts it as erased. */
final class ErasureTaking implements Taking {

    private final Erasure erasure;
    private final SegmentErasure wanted;

    ErasureTaking(Erasure erasure) {
        this.erasure = erasure;
        this.wanted = new SegmentErasure(List.of(erasure.target()));
    }

    @Override
    public Removed<Segment> from(Segment segment, Supplier<SegmentId> ids) {
        return wanted.erase(segment, ids);
    }

    @Override
    public Removed<TemplatedSegment> from(TemplatedSegment segment, Supplier<SegmentId> ids) {
        return wanted.erase(segment, ids);
    }

    @Override
    public Uni<Void> taken(SqlConnection connection, Rewritten rewritten) {
        return new ErasureRecord(connection, erasure, rewritten).write();
    }
}
