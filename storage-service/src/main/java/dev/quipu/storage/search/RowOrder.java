package dev.quipu.storage.search;

import dev.quipu.model.Signal;
import dev.quipu.model.segment.ColumnId;
import dev.quipu.model.segment.RecordRows;
import dev.quipu.model.segment.SegmentHead;
import dev.quipu.model.segment.SegmentReader;
import java.util.Set;

/**
 * By what the records of a signal are ranked, the greatest first; equals by their identity, ascending. Each says which
 * columns its answers are read from.
 */
public interface RowOrder<R extends RecordRows> {

    Signal signal();

    /** Names the order among those of the signal. */
    String name();

    /** What of the segment's row in the database is its best rank, in SQL. */
    String bestRank();

    /** No row of the group ranks above this. */
    long best(SegmentHead.RowGroup group);

    long rank(R rows, int row);

    /** What {@link #rank} reads. */
    Set<ColumnId> columns();

    /** What {@link RecordRows#timeUnixNano} reads. */
    Set<ColumnId> timeColumns();

    Position.Identity identity(R rows, int row);

    /** What {@link #identity} reads. */
    Set<ColumnId> identityColumns();

    /** The rows of a group. */
    R open(SegmentReader reader, int rowGroup);

    default Position position(R rows, int row, RowHit hit) {
        return new Position(rank(rows, row), identity(rows, row), hit.segmentId(), hit.rowGroup(), hit.row());
    }
}
