package dev.quipu.storage.search;

import dev.quipu.model.segment.ColumnId;
import dev.quipu.model.segment.RecordRows;
import dev.quipu.model.segment.SegmentHead;
import java.util.Set;

/**
 * Collects the best of the matching rows. Called from several threads at once.
 *
 * <p>Laws: 1. what {@link #isSettledAt} and {@link #mayUse} exclude would not change the result; 2. the result does not
 * depend on the order in which row groups are offered.
 */
interface Ranking<R extends RecordRows> {

    /** Whether rows that rank at most {@code best} cannot change the result any more. */
    boolean isSettledAt(long best);

    /** Whether rows of the group can change the result. */
    boolean mayUse(SegmentHead.RowGroup group);

    /** What {@link #offer} reads of rows of the segment's group, beside the columns of the filter. */
    Set<ColumnId> columns(SegmentHead head, SegmentHead.RowGroup group);

    /** Takes the matching rows of one row group. */
    void offer(Candidate segment, int rowGroup, SegmentHead.RowGroup group, R rows, int[] matches);
}
