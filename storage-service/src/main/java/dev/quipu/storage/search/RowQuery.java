package dev.quipu.storage.search;

import dev.quipu.model.query.RecordFilter;
import dev.quipu.model.segment.RecordRows;
import java.util.Optional;

/**
 * A search for records of one signal.
 *
 * @param range when the records happened; a cursor brings the range of its first page
 * @param limit results on the page, 1 or more
 * @param cursor where the page before ended; of the same tenant, filter and order
 */
public record RowQuery<R extends RecordRows>(
        String tenant, RecordFilter filter, TimeRange range, RowOrder<R> order, int limit, Optional<String> cursor) {

    public RowQuery {
        if (limit < 1) {
            throw new IllegalArgumentException("limit: expected 1 or more, got " + limit);
        }
    }

    Optional<SearchCursor> readCursor(String kind) {
        return cursor.map(text -> SearchCursor.read(kind, this, text));
    }

    /** The same of records that satisfy another filter. */
    RowQuery<R> where(RecordFilter other) {
        return new RowQuery<>(tenant, other, range, order, limit, cursor);
    }

    RowQuery<R> within(Optional<SearchCursor> continued) {
        return continued
                .map(from -> new RowQuery<>(tenant, filter, from.range(), order, limit, cursor))
                .orElse(this);
    }
}
