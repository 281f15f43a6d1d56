package dev.quipu.storage.erasure;

import dev.quipu.model.erasure.SegmentErasure;
import dev.quipu.storage.database.Transactions;
import dev.quipu.storage.load.Workers;
import dev.quipu.storage.segments.SegmentKey;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Goes over the segments of a tenant, in passes. What is stored or merged during one is looked at in the next: a segment
 * that others merged before it could be replaced is in one that is newer.
 */
@ApplicationScoped
class SegmentPasses {

    /** Heads and filters in memory at once. */
    private static final int SEGMENTS_AT_ONCE = 64;

    private final ErasureTable table;
    private final SegmentSearch search;
    private final Transactions transactions;
    private final Workers workers;

    SegmentPasses(ErasureTable table, SegmentSearch search, Transactions transactions, Workers workers) {
        this.table = table;
        this.search = search;
        this.transactions = transactions;
        this.workers = workers;
    }

    /**
     * Takes it out of all segments of its tenant that it was not taken out of yet; afterwards it is in none that was
     * committed before.
     *
     * @return the records that were erased
     */
    Uni<Long> all(Erasure erasure) {
        return passes(erasure, erasure.scannedXid(), Found.NOTHING)
                .chain(found -> passes(erasure, found.belowXid(), found))
                .map(Found::records);
    }

    /** The same, for one that was done: of what came since. */
    Uni<Long> late(Erasure erasure) {
        return passes(erasure, erasure.scannedXid(), Found.NOTHING).map(Found::records);
    }

    /** Again and again, of what is new each time, until none was merged under its hands. */
    private Uni<Found> passes(Erasure erasure, long fromXid, Found before) {
        return pass(erasure, fromXid)
                .map(before::plus)
                .chain(found -> found.missing() == before.missing()
                        ? Uni.createFrom().item(found)
                        : passes(erasure, found.belowXid(), found));
    }

    /**
     * What passes found.
     *
     * @param missing segments that were merged before they could be looked at or replaced
     * @param belowXid segments of earlier transactions hold nothing any more
     */
    private record Found(long records, int missing, long belowXid) {
        static final Found NOTHING = new Found(0, 0, 0);

        static Found missed(int segments) {
            return new Found(0, segments, 0);
        }

        Found plus(Found other) {
            return new Found(records + other.records, missing + other.missing, Math.max(belowXid, other.belowXid));
        }
    }

    private Uni<Found> pass(Erasure erasure, long fromXid) {
        SegmentErasure wanted = new SegmentErasure(List.of(erasure.target()));
        return search.scope(erasure.tenant(), fromXid)
                .chain(scope -> Multi.createFrom()
                        .iterable(batches(scope.keys()))
                        .onItem()
                        .transformToUniAndConcatenate(batch -> erase(erasure, wanted, batch))
                        .collect()
                        .with(Collectors.reducing(new Found(0, 0, scope.belowXid()), Found::plus))
                        .call(() -> table.scanned(erasure.id(), scope.belowXid())));
    }

    private record Batch(List<SegmentKey> keys, int toDo) {}

    private static List<Batch> batches(List<SegmentKey> keys) {
        List<Batch> batches = new ArrayList<>();
        for (int from = 0; from < keys.size(); from += SEGMENTS_AT_ONCE) {
            int to = Math.min(keys.size(), from + SEGMENTS_AT_ONCE);
            batches.add(new Batch(keys.subList(from, to), keys.size() - from));
        }
        return batches;
    }

    private Uni<Found> erase(Erasure erasure, SegmentErasure wanted, Batch batch) {
        return table.lease()
                .chain(() -> search.holding(wanted, batch.keys()))
                .chain(holding -> Multi.createFrom()
                        .iterable(holding.keys())
                        .onItem()
                        .transformToUniAndConcatenate(key -> rewrite(erasure, key))
                        .collect()
                        .with(Collectors.reducing(Found.missed(holding.missing()), Found::plus)))
                .call(() ->
                        table.progress(erasure.id(), batch.toDo(), batch.keys().size()));
    }

    private Uni<Found> rewrite(Erasure erasure, SegmentKey key) {
        SegmentRewrite rewrite = new SegmentRewrite(key, erasure, workers);
        return transactions
                .write(rewrite::run)
                .map(records -> new Found(records, 0, 0))
                .onFailure(SegmentRewrite.NotRewritten.class)
                .recoverWithItem(Found.missed(1));
    }
}
