package dev.quipu.model.segment;

import dev.quipu.model.AnyValue;
import dev.quipu.model.Signal;
import dev.quipu.model.otlp.AnyValueWire;
import dev.quipu.model.segment.SegmentHead.SortKey;
import java.nio.charset.StandardCharsets;

/** Log records: sorted by resource, then time, and found by trace id and by the words of their bodies. */
final class LogsLayout implements SignalLayout {

    static final LogsLayout INSTANCE = new LogsLayout();

    private LogsLayout() {}

    @Override
    public Signal signal() {
        return Signal.LOGS;
    }

    @Override
    public Schema schema() {
        return LogsSchema.SCHEMA;
    }

    @Override
    public int resource() {
        return LogsSchema.RESOURCE;
    }

    @Override
    public int scope() {
        return LogsSchema.SCOPE;
    }

    /** The time, or else when the record was observed. */
    @Override
    public long timeUnixNano(Table records, int row) {
        long time = records.get(LogsSchema.TIME, row);
        return time != 0 ? time : records.get(LogsSchema.OBSERVED_TIME, row);
    }

    @Override
    public long durationNanos(Table records, int row) {
        return 0;
    }

    @Override
    public RowOrder order(RecordTable table) {
        Table records = table.records;
        long[] times = new long[records.rows()];
        for (int row = 0; row < times.length; row++) {
            times[row] = timeUnixNano(records, row);
        }
        return new ReferenceOrder(records.values(LogsSchema.RESOURCE), times);
    }

    @Override
    public SortKey sortKey(RecordTable table, int row) {
        return new SortKey(table.resourceOf(row), timeUnixNano(table.records, row));
    }

    /** The trace's, so that a trace's logs lie where its spans do; of records without one the resource's. */
    @Override
    public long bucketHash(RecordTable table, int row) {
        long high = table.records.get(LogsSchema.TRACE_ID_HIGH, row);
        long low = table.records.get(LogsSchema.TRACE_ID_LOW, row);
        return high == 0 && low == 0
                ? table.resources.hash(table.resourceOf(row))
                : MembershipFilter.hashOfTrace(high, low);
    }

    @Override
    public void addFilterHashes(RecordTable table, int[] rows, LongSet hashes) {
        byte[] scratch = BodyWords.scratch();
        LongSet seen = new LongSet(rows.length);
        for (int row : rows) {
            long high = table.records.get(LogsSchema.TRACE_ID_HIGH, row);
            long low = table.records.get(LogsSchema.TRACE_ID_LOW, row);
            if (high != 0 || low != 0) {
                hashes.add(MembershipFilter.hashOfTrace(high, low));
            }
            long type = table.records.get(LogsSchema.BODY_TYPE, row);
            long body = table.records.get(LogsSchema.BODY, row);
            if (type != 0 && seen.add(body << 4 | type)) {
                addWords(table.pool, (int) body, LogsSchema.typeOfBody(type), scratch, hashes);
            }
        }
    }

    private static void addWords(BytesPool pool, int body, ValueType type, byte[] scratch, LongSet hashes) {
        switch (type) {
            case STRING -> BodyWords.forEach(pool.bytes(), pool.offset(body), pool.length(body), scratch, hashes::add);
            case ARRAY, MAP -> {
                AnyValue value = AnyValueWire.read(pool.reader(body));
                BodyText.forEach(value, text -> {
                    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                    BodyWords.forEach(bytes, 0, bytes.length, scratch, hashes::add);
                });
                AttributePairs.forEachInBody(
                        value,
                        (key, scalar) -> MembershipFilter.hashOf(key, scalar).ifPresent(hashes::add));
            }
            case BOOL, INT, DOUBLE, BYTES, EMPTY, OVERFLOW -> {}
        }
    }

    @Override
    public boolean listsNames() {
        return true;
    }

    @Override
    public int nameKind(Table records, int row) {
        return (int) records.get(LogsSchema.SEVERITY_NUMBER, row);
    }

    @Override
    public int name(Table records, int row) {
        return (int) records.get(LogsSchema.EVENT_NAME, row);
    }

    @Override
    public RecordReader reader(RecordTable table, IntakeLimits limits, IntakeTally tally) {
        return new LogWireReader(table, limits, tally);
    }

    @Override
    public TableSlice slice(SegmentReader reader, int rowGroup) {
        return reader.slice(LogsSchema.SCHEMA, rowGroup);
    }
}
