package dev.quipu.model.segment;

import dev.quipu.model.Component;

/**
 * The records of one row group. Columns are decoded when first asked for; each method needs those chunks that it
 * reads. Not thread-safe.
 */
public abstract sealed class RecordRows permits SpanRows, LogRows, PointRows {

    private final SegmentReader reader;
    private final TableSlice slice;
    private final SignalLayout layout;

    RecordRows(SegmentReader reader, SignalLayout layout, int rowGroup) {
        this.reader = reader;
        this.layout = layout;
        this.slice = reader.slice(layout.schema(), rowGroup);
    }

    final TableSlice slice() {
        return slice;
    }

    final SegmentReader reader() {
        return reader;
    }

    /** Of the segment. */
    public final SegmentHead head() {
        return reader.head();
    }

    public final int size() {
        return slice.rows();
    }

    /** When the record happened, in nanoseconds since 1970. */
    public abstract long timeUnixNano(int row);

    public final Component component(int row) {
        return reader.componentOfResource((int) slice.numbers(layout.resource())[row]);
    }
}
