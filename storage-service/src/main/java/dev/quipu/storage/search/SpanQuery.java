package dev.quipu.storage.search;

import dev.quipu.model.query.SpanFilter;
import java.util.Optional;

/**
 * A search.
 *
 * @param range when the spans start; a cursor brings the range of its first page
 * @param limit results on the page, 1 or more
 * @param cursor where the page before ended; of the same tenant, filter and order
 */
public record SpanQuery(
        String tenant, SpanFilter filter, TimeRange range, SpanOrder order, int limit, Optional<String> cursor) {

    public SpanQuery {
        if (limit < 1) {
            throw new IllegalArgumentException("limit: expected 1 or more, got " + limit);
        }
    }

    Optional<SearchCursor> readCursor(String kind) {
        return cursor.map(text -> SearchCursor.read(kind, this, text));
    }

    SpanQuery within(Optional<SearchCursor> continued) {
        return continued
                .map(from -> new SpanQuery(tenant, filter, from.range(), order, limit, cursor))
                .orElse(this);
    }
}
