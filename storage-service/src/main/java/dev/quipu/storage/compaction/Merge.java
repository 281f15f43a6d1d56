package dev.quipu.storage.compaction;

import dev.quipu.model.segment.RecordTemplates;
import dev.quipu.model.segment.Segment;
import dev.quipu.model.segment.SegmentId;
import dev.quipu.model.segment.SegmentMerger;
import dev.quipu.model.segment.TemplatedSegment;
import dev.quipu.storage.encryption.OpenKeys;
import dev.quipu.storage.encryption.Sealing;
import dev.quipu.storage.encryption.StoredPayload;
import dev.quipu.storage.encryption.TenantKeys;
import dev.quipu.storage.load.Workers;
import dev.quipu.storage.segments.SegmentRow;
import dev.quipu.storage.segments.SegmentRow.Counted;
import dev.quipu.storage.templates.SegmentTemplates;
import dev.quipu.storage.templates.SourceTemplates;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Replaces some segments by one with the same records, in one transaction. Whatever interrupts it, either the sources
 * are there or the result. Two processes cannot merge the same group at once; should they try to merge the same
 * segments in turn, the second finds them gone and changes nothing.
 */
final class Merge {

    private static final String LOCK =
            "SELECT pg_try_advisory_xact_lock(hashtext('quipu.merge'), hashtext($1)) AS is_ours";

    private static final String SOURCES = """
            SELECT id, tenant, key_generation, head, filter, payload, counted_minute, counted_component, counted_records, counted_set_hash,
                feed_first_xid, feed_xid, committed_at
            FROM segment WHERE id = ANY ($1) AND day = $2 AND bucket = $3""";

    private static final String LOCK_CONSUMERS = "LOCK TABLE feed_part, feed_consumer IN SHARE MODE";

    /** Whether a consumer or a part of one stands between the sources, or may read one of them again because it failed at it. */
    private static final String IS_PARTED = """
            SELECT EXISTS (SELECT FROM feed_consumer WHERE position >= $1 AND position < $2)
                OR EXISTS (SELECT FROM feed_part WHERE position >= $1 AND position < $2)
                OR EXISTS (SELECT FROM feed_failure WHERE segment_id = ANY ($3)) AS is_parted""";

    private static final String DELETE = "DELETE FROM segment WHERE id = ANY ($1) AND day = $2 AND bucket = $3";

    private final List<SmallSegment> sources;
    private final TenantKeys keys;
    private final Sealing sealing;
    private final Workers workers;

    /** @param keys of the sources @param sealing of the result */
    Merge(List<SmallSegment> sources, TenantKeys keys, Sealing sealing, Workers workers) {
        this.sources = List.copyOf(sources);
        this.keys = keys;
        this.sealing = sealing;
        this.workers = workers;
    }

    /** Nothing was changed: somebody else is at it, or was faster. */
    static final class NotMerged extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NotMerged(String why) {
            super(why, null, false, false);
        }
    }

    /**
     * Runs in the connection's transaction; fails with {@link NotMerged} when there is nothing to do, and with {@link
     * SourcesFailed} when some of the sources have to be left out.
     *
     * @return the sources that were merged: those left out are too large beside the others
     */
    Uni<List<SmallSegment>> run(SqlConnection connection) {
        SmallSegment.Group group = sources.get(0).group();
        return connection
                .preparedQuery(LOCK)
                .execute(Tuple.of(group.toString()))
                .invoke(rows ->
                        require(rows.iterator().next().getBoolean("is_ours"), "another process merges " + group))
                .chain(() -> keys.hold(connection, sealing))
                .invoke(isHeld -> require(isHeld, "the key of the result was destroyed"))
                .chain(() -> connection.preparedQuery(SOURCES).execute(keys(ids(sources))))
                .invoke(rows -> require(rows.size() == sources.size(), "some sources are gone"))
                .chain(rows -> SourceTemplates.read(connection, keys(ids(sources)))
                        .chain(templates -> keys.of(connection, rows)
                                .chain(opening -> workers.runInBackground(() -> merged(rows, templates, opening)))
                                .chain(result -> swap(connection, result, templates))));
    }

    private record Result(
            Set<UUID> ids,
            SegmentRow row,
            Optional<RecordTemplates> templates,
            long feedFirst,
            long feedLast,
            OffsetDateTime committedAt) {}

    /** @param templates of its records, when those of a source are known */
    private record Merged(Segment segment, Optional<RecordTemplates> templates) {}

    private Result merged(RowSet<Row> rows, SourceTemplates templates, OpenKeys opening) {
        MergeSources found = MergeSources.of(rows, opening);
        if (!found.failed().isEmpty()) {
            throw new SourcesFailed(found.failed());
        }
        boolean isWorthIt = found.segments().size() > 1
                || !found.isPartial()
                || found.segments().get(0).head().level() == 0;
        if (!isWorthIt) {
            throw new SourcesFailed(Map.of(found.rows().get(0).getUUID("id"), SourcesFailed.Why.TOO_LARGE));
        }
        try {
            return result(found.rows(), merge(found.segments(), templates));
        } catch (RuntimeException e) {
            throw new SourcesFailed(found.culprits(e));
        }
    }

    private Result result(List<Row> rows, Merged merged) {
        Map<List<Integer>, Counted> account = new TreeMap<>(
                Comparator.<List<Integer>, Integer>comparing(key -> key.get(0)).thenComparing(key -> key.get(1)));
        long feedFirst = Long.MAX_VALUE;
        long feedLast = 0;
        OffsetDateTime committedAt = OffsetDateTime.MIN;
        Set<UUID> ids = new HashSet<>();
        for (Row row : rows) {
            ids.add(row.getUUID("id"));
            SegmentRow.account(row)
                    .forEach(counted ->
                            account.merge(List.of(counted.minute(), counted.componentId()), counted, Merge::plus));
            feedFirst = Math.min(feedFirst, row.getLong("feed_first_xid"));
            feedLast = Math.max(feedLast, row.getLong("feed_xid"));
            OffsetDateTime committed = row.getOffsetDateTime("committed_at");
            committedAt = committed.isAfter(committedAt) ? committed : committedAt;
        }
        Segment segment = merged.segment();
        StoredPayload payload = sealing.seal(segment.head().id().toUuid(), segment.body());
        SegmentRow row = new SegmentRow(segment, payload, 0, List.copyOf(account.values()));
        return new Result(ids, row, merged.templates(), feedFirst, feedLast, committedAt);
    }

    /** One segment: only then it is known which minutes its records are counted under. */
    private static Merged merge(List<Segment> segments, SourceTemplates templates) {
        int records = segments.stream()
                .mapToInt(source -> source.head().recordCount())
                .sum();
        List<Merged> outputs = outputs(segments, records, templates);
        Segment merged = outputs.get(0).segment();
        long setHash =
                segments.stream().mapToLong(source -> source.head().setHash()).sum();
        if (outputs.size() != 1
                || merged.head().recordCount() != records
                || merged.head().setHash() != setHash) {
            throw new IllegalStateException("merge of " + segments + ": expected " + records
                    + " records in one segment with the sum of their set-hashes, got " + outputs.size() + " with "
                    + merged.head().recordCount());
        }
        return outputs.get(0);
    }

    private static List<Merged> outputs(List<Segment> segments, int records, SourceTemplates templates) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        Supplier<SegmentId> newId = () -> new SegmentId(random.nextLong(), random.nextLong());
        if (templates.isEmpty()) {
            return SegmentMerger.merge(segments, records, newId).stream()
                    .map(frame -> new Merged(Segment.parse(frame), Optional.empty()))
                    .toList();
        }
        List<TemplatedSegment> templated = segments.stream().map(templates::of).toList();
        return SegmentMerger.mergeTemplated(templated, records, newId).stream()
                .map(one -> new Merged(one.segment(), Optional.of(one.templates())))
                .toList();
    }

    private static Counted plus(Counted a, Counted b) {
        return new Counted(a.minute(), a.componentId(), a.records() + b.records(), a.setHash() + b.setHash());
    }

    private Uni<List<SmallSegment>> swap(SqlConnection connection, Result result, SourceTemplates templates) {
        Tuple values = result.row()
                .values()
                .addLong(result.feedFirst())
                .addLong(result.feedLast())
                .addOffsetDateTime(result.committedAt());
        return connection
                .query(LOCK_CONSUMERS)
                .execute()
                .chain(() -> connection
                        .preparedQuery(IS_PARTED)
                        .execute(Tuple.of(
                                result.feedFirst(),
                                result.feedLast(),
                                result.ids().toArray(UUID[]::new))))
                .invoke(rows -> require(
                        !rows.iterator().next().getBoolean("is_parted"), "a consumer needs the sources as they are"))
                .chain(() -> templates.areUnchanged(connection, keys(result.ids()), result.ids()))
                .invoke(areUnchanged -> require(areUnchanged, "more is known of templates of the sources"))
                .chain(() -> connection.preparedQuery(DELETE).execute(keys(result.ids())))
                .invoke(rows -> require(rows.rowCount() == result.ids().size(), "some sources are gone"))
                .chain(() -> connection.preparedQuery(SegmentRow.INSERT_MERGED).execute(values))
                .chain(() -> swapTemplates(connection, result))
                .replaceWith(() -> sources.stream()
                        .filter(source -> result.ids().contains(source.key().id()))
                        .toList());
    }

    private Uni<Void> swapTemplates(SqlConnection connection, Result result) {
        if (result.templates().isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        SmallSegment.Group group = sources.get(0).group();
        UUID id = result.row().segment().head().id().toUuid();
        Tuple row = SegmentTemplates.row(
                group.tenant(),
                group.day(),
                group.bucket(),
                id,
                result.templates().get());
        return SourceTemplates.delete(connection, keys(result.ids()))
                .chain(() -> SegmentTemplates.put(connection, List.of(row)));
    }

    private static Set<UUID> ids(List<SmallSegment> segments) {
        return segments.stream().map(segment -> segment.key().id()).collect(Collectors.toSet());
    }

    private Tuple keys(Set<UUID> ids) {
        return Tuple.of(
                ids.toArray(UUID[]::new),
                sources.get(0).group().day(),
                sources.get(0).group().bucket());
    }

    private static void require(boolean holds, String why) {
        if (!holds) {
            throw new NotMerged(why);
        }
    }
}
