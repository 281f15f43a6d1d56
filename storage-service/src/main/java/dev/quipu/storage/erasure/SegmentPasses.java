package dev.quipu.storage.erasure;

import dev.quipu.model.erasure.SegmentErasure;
import dev.quipu.storage.database.Transactions;
import dev.quipu.storage.encryption.TenantKeys;
import dev.quipu.storage.load.Workers;
import dev.quipu.storage.removal.SegmentRewrite;
import dev.quipu.storage.segments.SegmentKey;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Goes over the segments of a tenant, in passes. What is stored or merged during one is looked at in the next, as is
 * a segment that others merged or changed before it could be replaced. Fails when another replica erases.
 */
@ApplicationScoped
class SegmentPasses {

    /** Heads and filters in memory at once. */
    private static final int SEGMENTS_AT_ONCE = 64;

    private final ErasureTable table;
    private final SegmentSearch search;
    private final Transactions transactions;
    private final TenantKeys keys;
    private final Workers workers;

    SegmentPasses(
            ErasureTable table, SegmentSearch search, Transactions transactions, TenantKeys keys, Workers workers) {
        this.table = table;
        this.search = search;
        this.transactions = transactions;
        this.keys = keys;
        this.workers = workers;
    }

    /**
     * Takes it out of all segments of its tenant that it was not taken out of yet; afterwards it is in none that was
     * committed before.
     *
     * @return the records that were erased
     */
    Uni<Long> all(Erasure erasure) {
        return passes(erasure, erasure.scannedXid(), Instant.MAX)
                .chain(first -> passes(erasure, first.belowXid(), Instant.MAX)
                        .map(second -> first.records() + second.records()));
    }

    /** The same, for one that was done: of what was collected before and came since. */
    Uni<Long> late(Erasure erasure) {
        return passes(erasure, erasure.scannedXid(), erasure.collectedUntil()).map(Found::records);
    }

    private Uni<Found> passes(Erasure erasure, long fromXid, Instant until) {
        return passes(new Pass(erasure, fromXid, until, new HashSet<>()));
    }

    /**
     * Over the same transactions again, until nothing was missed: whatever segment took the place of one that was missed,
     * it is not among those that were looked at.
     */
    private Uni<Found> passes(Pass pass) {
        return once(pass)
                .chain(found -> found.missing() == 0
                        ? table.hold()
                                .chain(() -> table.scanned(pass.erasure().id(), found.belowXid()))
                                .replaceWith(found)
                        : passes(pass).map(found::plus));
    }

    /**
     * What is to be looked at.
     *
     * @param until what was collected later stays
     * @param done segments that hold nothing of it: they do not change
     */
    private record Pass(Erasure erasure, long fromXid, Instant until, Set<SegmentKey> done) {}

    /**
     * What passes found.
     *
     * @param missing segments that were merged or changed before they could be looked at or replaced
     * @param belowXid segments of earlier transactions hold nothing any more, when none is missing
     */
    private record Found(long records, int missing, long belowXid) {

        static Found missed(int segments) {
            return new Found(0, segments, 0);
        }

        Found plus(Found other) {
            return new Found(records + other.records, missing + other.missing, Math.max(belowXid, other.belowXid));
        }
    }

    private Uni<Found> once(Pass pass) {
        return search.scope(pass.erasure().tenant(), pass.fromXid(), pass.until())
                .chain(scope -> Multi.createFrom()
                        .iterable(batches(scope.without(pass.done())))
                        .onItem()
                        .transformToUniAndConcatenate(batch -> erase(pass, batch))
                        .collect()
                        .with(Collectors.reducing(new Found(0, 0, scope.belowXid()), Found::plus)));
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

    private Uni<Found> erase(Pass pass, Batch batch) {
        Erasure erasure = pass.erasure();
        SegmentErasure wanted = new SegmentErasure(List.of(erasure.target()));
        return table.hold()
                .chain(() -> search.holding(wanted, batch.keys(), pass.until()))
                .invoke(holding -> pass.done().addAll(holding.clean()))
                .chain(holding -> Multi.createFrom()
                        .iterable(holding.keys())
                        .onItem()
                        .transformToUniAndConcatenate(key -> rewrite(pass, key))
                        .collect()
                        .with(Collectors.reducing(Found.missed(holding.missing()), Found::plus)))
                .call(() ->
                        table.progress(erasure.id(), batch.toDo(), batch.keys().size()));
    }

    private Uni<Found> rewrite(Pass pass, SegmentKey key) {
        return keys.sealing(pass.erasure().tenant())
                .map(sealing -> new SegmentRewrite(key, new ErasureTaking(pass.erasure()), keys, sealing, workers))
                .chain(rewrite -> transactions.write(rewrite::run))
                .map(records -> new Found(records, 0, 0))
                .invoke(() -> pass.done().add(key))
                .onFailure(SegmentRewrite.NotRewritten.class)
                .recoverWithItem(Found.missed(1));
    }
}
