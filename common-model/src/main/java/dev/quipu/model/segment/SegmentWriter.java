package dev.quipu.model.segment;

import dev.quipu.model.Signal;
import dev.quipu.model.TraceId;
import dev.quipu.model.segment.SegmentHead.RowGroup;
import java.util.ArrayList;
import java.util.List;

/** Writes chosen rows of a span table as one segment: sorted, grouped, encoded, described. For one segment. */
final class SegmentWriter {

    /** A group is cut here, or at the beginning of the trace that would be cut. */
    static final int ROW_GROUP_ROWS = 4096;

    /** The membership filter takes at most one part in this many of the body. */
    private static final int FILTER_SHARE = 6;

    private final SpanTable table;
    private final int[] rows;
    private final SegmentDraft draft;
    private final UsedRows resources;
    private final UsedRows scopes;
    private final int[] runEnds;
    private final int[] groupEnds;

    private SegmentWriter(SpanTable table, int[] rows, SegmentDraft draft) {
        this.table = table;
        this.rows = rows;
        this.draft = draft;
        TraceOrder.sort(table.spans, rows, rows.length);
        this.resources = new UsedRows(table.spans.values(TracesSchema.RESOURCE), rows, table.resources.size());
        this.scopes = new UsedRows(table.spans.values(TracesSchema.SCOPE), rows, table.scopes.size());
        this.runEnds = runEnds();
        this.groupEnds = groupEnds();
    }

    /**
     * The frame of a segment that holds these rows of the table.
     *
     * @param rows row numbers, each once; sorted in place
     */
    static byte[] write(SpanTable table, int[] rows, SegmentDraft draft) {
        return new SegmentWriter(table, rows, draft).write();
    }

    private byte[] write() {
        try (BodyWriter body = new BodyWriter(table.pool, rows.length)) {
            if (rows.length > 0) {
                writeFields(body);
                body.writeBelow(table.spans, rows, groupEnds);
                body.writeSide(ColumnId.RESOURCES, blocks(table.resources, resources));
                body.writeSide(ColumnId.SCOPES, blocks(table.scopes, scopes));
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

    /** One past the last row of the trace that each row belongs to. */
    private int[] runEnds() {
        int[] ends = new int[rows.length];
        long[] high = table.spans.values(TracesSchema.TRACE_ID_HIGH);
        long[] low = table.spans.values(TracesSchema.TRACE_ID_LOW);
        int end = rows.length;
        for (int i = rows.length - 1; i >= 0; i--) {
            if (i < rows.length - 1 && (high[rows[i]] != high[rows[i + 1]] || low[rows[i]] != low[rows[i + 1]])) {
                end = i + 1;
            }
            ends[i] = end;
        }
        return ends;
    }

    private int[] groupEnds() {
        List<Integer> ends = new ArrayList<>();
        int begin = 0;
        while (begin < rows.length) {
            int end = Math.min(begin + ROW_GROUP_ROWS, rows.length);
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

    private void writeFields(BodyWriter body) {
        Table spans = table.spans;
        List<Schema.Field> fields = spans.schema().fields();
        for (int field = 0; field < fields.size(); field++) {
            ColumnId id = ColumnId.field(spans.schema(), field);
            long[] values = BodyWriter.gather(spans.values(field), rows);
            switch (fields.get(field).type()) {
                case STRING -> body.writePooled(id, values, groupEnds, reference -> {});
                case REFERENCE -> {
                    UsedRows used = field == TracesSchema.RESOURCE ? resources : scopes;
                    used.renumber(values);
                    body.writeNumbers(id, FieldType.REFERENCE, values, groupEnds);
                }
                case ROW_ID ->
                    body.writeRowIds(
                            id,
                            values,
                            BodyWriter.gather(spans.values(TracesSchema.SPAN_ID), rows),
                            groupEnds,
                            runEnds);
                default -> body.writeNumbers(id, fields.get(field).type(), values, groupEnds);
            }
        }
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
        for (int i = 0; i < rows.length; i = runEnds[i]) {
            hashes.add(MembershipFilter.hashOfTrace(
                    table.spans.get(TracesSchema.TRACE_ID_HIGH, rows[i]),
                    table.spans.get(TracesSchema.TRACE_ID_LOW, rows[i])));
        }
        for (int i = 0; i < resources.size(); i++) {
            for (long hash : table.resourceFilterHashes(resources.original(i))) {
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
        SpanSummaries summaries = new SpanSummaries(table, rows, resources);
        List<RowGroup> groups = rowGroups();
        return new SegmentHead(
                draft.id(),
                draft.tenant(),
                Signal.TRACES,
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
                summaries.spanNames(),
                draft.requests(),
                draft.ledger(),
                filter.length / MembershipFilter.BLOCK_BYTES,
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
                long start = table.spans.get(TracesSchema.START_TIME, rows[i]);
                minTime = Math.min(minTime, start);
                maxTime = Math.max(maxTime, start);
                maxDuration = Math.max(maxDuration, table.spans.get(TracesSchema.DURATION, rows[i]));
            }
            groups.add(new RowGroup(end - begin, traceId(begin), traceId(end - 1), minTime, maxTime, maxDuration));
            begin = end;
        }
        return groups;
    }

    private TraceId traceId(int position) {
        return new TraceId(
                table.spans.get(TracesSchema.TRACE_ID_HIGH, rows[position]),
                table.spans.get(TracesSchema.TRACE_ID_LOW, rows[position]));
    }
}
