package dev.quipu.model.segment;

/**
 * How many records a segment holds and their set-hash, computed from its decoded columns and not taken from its head:
 * that both are the same proves the segment.
 */
public record SegmentContent(int records, long setHash) {

    /**
     * Decodes all of the segment; memory is a few times its size.
     *
     * @throws SegmentFormatException when the segment is damaged
     */
    public static SegmentContent of(Segment segment) {
        SegmentHead head = segment.head();
        RecordTable table = new RecordTable(SignalLayout.of(head.signal()), head.recordCount(), Integer.MAX_VALUE);
        new SegmentLoader(table).load(segment);
        RecordHash hash = new RecordHash(table);
        int rows = table.records.rows();
        long setHash = 0;
        for (int row = 0; row < rows; row++) {
            setHash += hash.of(row);
        }
        return new SegmentContent(rows, setHash);
    }
}
