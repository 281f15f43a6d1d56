package dev.quipu.storage.search;

import dev.quipu.model.query.RecordFilter;
import dev.quipu.model.segment.RecordRows;
import java.util.Optional;

/**
 * What a follower wants to be told.
 *
 * @param order by time, the latest first
 * @param after where another follower came to; empty: from now on
 */
public record TailQuery<R extends RecordRows, T>(
        String tenant,
        RecordFilter filter,
        RowOrder<R> order,
        Selection<R, T> selection,
        Optional<TailPosition> after) {

    RowQuery<R> rows() {
        return new RowQuery<>(tenant, filter, TimeRange.ALL, order, Tail.MAX_AT_ONCE, Optional.empty());
    }
}
