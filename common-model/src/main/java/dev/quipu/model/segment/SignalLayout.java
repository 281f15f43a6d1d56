package dev.quipu.model.segment;

import dev.quipu.model.Signal;
import dev.quipu.model.segment.SegmentHead.SortKey;

/**
 * What the codec has to know of a signal besides its columns: how records are ordered, what a segment's head and
 * filter say of them, and how they are read from requests. Without state; one for each signal.
 */
sealed interface SignalLayout permits TracesLayout, LogsLayout, MetricsLayout {

    static SignalLayout of(Signal signal) {
        return switch (signal) {
            case TRACES -> TracesLayout.INSTANCE;
            case LOGS -> LogsLayout.INSTANCE;
            case METRICS -> MetricsLayout.INSTANCE;
        };
    }

    Signal signal();

    Schema schema();

    /** Position of the field that refers to the resource. */
    int resource();

    /** Position of the field that refers to the scope. */
    int scope();

    /** When the record happened, in nanoseconds since 1970: decides the segment's day. */
    long timeUnixNano(Table records, int row);

    /** How long it took; 0 for records that have no length. */
    long durationNanos(Table records, int row);

    RowOrder order(RecordTable table);

    /** Where the row stands in the order: as {@link SegmentHead.RowGroup} tells it. */
    SortKey sortKey(RecordTable table, int row);

    /** What decides the record's bucket: records with equal hashes share one. */
    long bucketHash(RecordTable table, int row);

    /** Hashes of what can be searched for besides attributes. */
    void addFilterHashes(RecordTable table, int[] rows, LongSet hashes);

    /** Whether the head lists the names that records have. */
    boolean listsNames();

    /** What the head tells of the row's name. */
    int nameKind(Table records, int row);

    /** Pool reference of the row's name. */
    int name(Table records, int row);

    /** Reads the records of one scope of a request into the table. */
    RecordReader reader(RecordTable table, IntakeLimits limits, IntakeTally tally);

    /** One row group of a segment, with every field that is decoded by the help of others. */
    TableSlice slice(SegmentReader reader, int rowGroup);
}
