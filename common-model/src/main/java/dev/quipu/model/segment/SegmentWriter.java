package dev.quipu.model.segment;

import dev.quipu.model.segment.SegmentHead.RowGroup;
import dev.quipu.model.segment.SegmentHead.SortKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes chosen rows of a table as one segment: sorted, grouped, encoded, described. For one segment. */
final class SegmentWriter {

    /** A group is cut here, or at the beginning of the trace that would be cut. */
    static final int ROW_GROUP_ROWS = 4096;

    /** A group is cut before its texts are more than this, so that it can be decoded whole in bounded memory. */
    static final int ROW_GROUP_BYTES = 16 << 20;

    /** The membership filter takes at most one part in this many of the body. */
    private static final int FILTER_SHARE = 6;

    private final RecordTable table;
    private final SignalLayout layout;
    private final int[] rows;
    private final SegmentDraft draft;
    private final UsedRows resources;
    private final int[] runEnds;
    private final int[] groupEnds;

    private SegmentWriter(RecordTable table, int[] rows, SegmentDraft draft) {
        this.table = table;
        this.layout = table.layout;
        this.rows = rows;
        this.draft = draft;
        RowOrder order = layout.order(table);
        order.sort(rows);
        this.resources = used(layout.resource());
        this.runEnds = runEnds(order);
        this.groupEnds = groupEnds();
    }

    /**
     * The frame of a segment that holds these rows of the table.
     *
     * @param rows row numbers, each once; sorted in place
     */
    static byte[] write(RecordTable table, int[] rows, SegmentDraft draft) {
        return new SegmentWriter(table, rows, draft).write();
    }

    private UsedRows used(int field) {
        return new UsedRows(table.records.values(field), rows, table.side(field).size());
    }

    private byte[] write() {
        try (BodyWriter body = new BodyWriter(table.pool, rows.length, effort())) {
            if (rows.length > 0) {
                Map<String, long[]> sides = writeFields(body);
                body.writeBelow(table.records, rows, groupEnds);
                sides.forEach((name, blocks) -> body.writeSide(ColumnId.side(name), blocks));
            }
            byte[] filter = filter(body);
            byte[] head = HeadCodec.write(head(body, filter), body.compressor());
            return Segment.frame(
                    head,
                    filter,
                    0,
                    filter.length,
                    body.body().buffer(),
                    body.body().size());
        }
    }

    private Compression.Effort effort() {
        return draft.level() == 0 ? Compression.Effort.QUICK : Compression.Effort.THOROUGH;
    }

    /** One past the last row of the run that each row belongs to. */
    private int[] runEnds(RowOrder order) {
        int[] ends = new int[rows.length];
        int end = rows.length;
        for (int i = rows.length - 1; i >= 0; i--) {
            if (i < rows.length - 1 && !order.belongTogether(rows[i], rows[i + 1])) {
                end = i + 1;
            }
            ends[i] = end;
        }
        return ends;
    }

    /** The end, or before it where the group's texts would be too many bytes; at least one row. */
    private int lightEnd(int begin, int end) {
        if (table.pool.usedBytes() <= ROW_GROUP_BYTES) {
            return end;
        }
        long bytes = 0;
        for (int i = begin; i < end; i++) {
            bytes += table.records.pooledBytes(rows[i]);
            if (bytes > ROW_GROUP_BYTES && i > begin) {
                return i;
            }
        }
        return end;
    }

    private int[] groupEnds() {
        List<Integer> ends = new ArrayList<>();
        int begin = 0;
        while (begin < rows.length) {
            int end = lightEnd(begin, Math.min(begin + ROW_GROUP_ROWS, rows.length));
            if (end < rows.length && runEnds[end - 1] > end) {
                int runBegin = end - 1;
                while (runBegin > begin && runEnds[runBegin - 1] == runEnds[end - 1]) {
                    runBegin--;
                }
                end = runBegin > begin ? runBegin : end;
            }
            ends.add(end);
            begin = end;
        }
        return ends.stream().mapToInt(Integer::intValue).toArray();
    }

    /** Writes the fixed columns; the blocks of the rows that they refer to, by side column, are left to be written. */
    private Map<String, long[]> writeFields(BodyWriter body) {
        Table records = table.records;
        List<Schema.Field> fields = layout.schema().fields();
        Map<String, long[]> sides = new LinkedHashMap<>();
        for (int field = 0; field < fields.size(); field++) {
            ColumnId id = ColumnId.field(layout.schema(), field);
            long[] values = BodyWriter.gather(records.values(field), rows);
            switch (fields.get(field).type()) {
                case STRING -> body.writePooled(id, values, groupEnds, reference -> {});
                case LINES -> body.writeLines(id, values, groupEnds);
                case REFERENCE -> {
                    UsedRows used = field == layout.resource() ? resources : used(field);
                    used.renumber(values);
                    body.writeNumbers(id, FieldType.REFERENCE, values, groupEnds);
                    sides.put(fields.get(field).side(), blocks(table.side(field), used));
                }
                case ROW_ID ->
                    body.writeRowIds(
                            id, values, BodyWriter.gather(records.values(field - 1), rows), groupEnds, runEnds);
                default -> body.writeNumbers(id, fields.get(field).type(), values, groupEnds);
            }
        }
        return sides;
    }

    private static long[] blocks(SideTable side, UsedRows used) {
        long[] blocks = new long[used.size()];
        for (int i = 0; i < blocks.length; i++) {
            blocks[i] = side.block(used.original(i));
        }
        return blocks;
    }

    private byte[] filter(BodyWriter body) {
        LongSet hashes = body.filterHashes();
        layout.addFilterHashes(table, rows, hashes);
        for (int i = 0; i < resources.size(); i++) {
            for (long hash : table.resourceFilterHashes(resources.original(i))) {
                hashes.add(hash);
            }
        }
        UsedRows scopes = used(layout.scope());
        for (int i = 0; i < scopes.size(); i++) {
            for (long hash : table.scopeFilterHashes(scopes.original(i))) {
                hashes.add(hash);
            }
        }
        if (hashes.size() == 0) {
            return new byte[0];
        }
        int maxBytes = Math.max(1024, body.body().size() / FILTER_SHARE);
        byte[] filter = new byte[MembershipFilter.blocksFor(hashes.size(), maxBytes) * MembershipFilter.BLOCK_BYTES];
        for (long hash : hashes.toArray()) {
            MembershipFilter.add(filter, hash);
        }
        return filter;
    }

    private SegmentHead head(BodyWriter body, byte[] filter) {
        RecordSummaries summaries = new RecordSummaries(table, rows, resources);
        List<RowGroup> groups = rowGroups();
        return new SegmentHead(
                draft.id(),
                draft.tenant(),
                layout.signal(),
                draft.level(),
                draft.bucket(),
                draft.day(),
                rows.length,
                groups.stream().mapToLong(RowGroup::minTimeUnixNano).min().orElse(0),
                groups.stream().mapToLong(RowGroup::maxTimeUnixNano).max().orElse(0),
                groups.stream().mapToLong(RowGroup::maxDurationNanos).max().orElse(0),
                summaries.setHash(),
                draft.collectedAtUnixNano(),
                summaries.components(),
                summaries.names(),
                draft.requests(),
                draft.ledger(),
                draft.producers(),
                filter.length / MembershipFilter.BLOCK_BYTES,
                true,
                groups,
                summaries.componentOfResource(),
                body.columns(),
                body.body().size());
    }

    private List<RowGroup> rowGroups() {
        List<RowGroup> groups = new ArrayList<>();
        int begin = 0;
        for (int end : groupEnds) {
            long minTime = Long.MAX_VALUE;
            long maxTime = Long.MIN_VALUE;
            long maxDuration = Long.MIN_VALUE;
            for (int i = begin; i < end; i++) {
                long time = layout.timeUnixNano(table.records, rows[i]);
                minTime = Math.min(minTime, time);
                maxTime = Math.max(maxTime, time);
                maxDuration = Math.max(maxDuration, layout.durationNanos(table.records, rows[i]));
            }
            SortKey first = layout.sortKey(table, rows[begin]);
            SortKey last = layout.sortKey(table, rows[end - 1]);
            groups.add(new RowGroup(end - begin, first, last, minTime, maxTime, maxDuration));
            begin = end;
        }
        return groups;
    }
}
