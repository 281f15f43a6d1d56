package dev.quipu.model.segment;

import dev.quipu.model.Signal;
import dev.quipu.model.segment.SegmentHead.SortKey;

/** Spans: sorted by trace id, then start time, and found by trace id. */
final class TracesLayout implements SignalLayout {

    static final TracesLayout INSTANCE = new TracesLayout();

    private TracesLayout() {}

    @Override
    public Signal signal() {
        return Signal.TRACES;
    }

    @Override
    public Schema schema() {
        return TracesSchema.SCHEMA;
    }

    @Override
    public int resource() {
        return TracesSchema.RESOURCE;
    }

    @Override
    public int scope() {
        return TracesSchema.SCOPE;
    }

    @Override
    public long timeUnixNano(Table records, int row) {
        return records.get(TracesSchema.START_TIME, row);
    }

    @Override
    public long durationNanos(Table records, int row) {
        return records.get(TracesSchema.DURATION, row);
    }

    @Override
    public RowOrder order(RecordTable table) {
        return new TraceOrder(table.records);
    }

    @Override
    public SortKey sortKey(RecordTable table, int row) {
        return new SortKey(
                table.records.get(TracesSchema.TRACE_ID_HIGH, row), table.records.get(TracesSchema.TRACE_ID_LOW, row));
    }

    @Override
    public long bucketHash(RecordTable table, int row) {
        return traceHash(table.records, row);
    }

    private static long traceHash(Table records, int row) {
        return MembershipFilter.hashOfTrace(
                records.get(TracesSchema.TRACE_ID_HIGH, row), records.get(TracesSchema.TRACE_ID_LOW, row));
    }

    @Override
    public void addFilterHashes(RecordTable table, int[] rows, LongSet hashes) {
        RowOrder order = order(table);
        for (int i = 0; i < rows.length; i++) {
            if (i == 0 || !order.belongTogether(rows[i - 1], rows[i])) {
                hashes.add(traceHash(table.records, rows[i]));
            }
        }
    }

    @Override
    public boolean listsNames() {
        return true;
    }

    @Override
    public int nameKind(Table records, int row) {
        return (int) records.get(TracesSchema.KIND, row);
    }

    @Override
    public int name(Table records, int row) {
        return (int) records.get(TracesSchema.NAME, row);
    }

    @Override
    public RecordReader reader(RecordTable table, IntakeLimits limits, IntakeTally tally) {
        return new SpanWireReader(table, limits, tally);
    }

    /** Parent span ids are decoded with the help of trace and span ids. */
    @Override
    public TableSlice slice(SegmentReader reader, int rowGroup) {
        SpanRows rows = reader.rowGroup(rowGroup);
        rows.parents();
        return rows.slice();
    }
}
