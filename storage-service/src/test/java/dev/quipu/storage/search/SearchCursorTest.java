package dev.quipu.storage.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quipu.model.SpanId;
import dev.quipu.model.TraceId;
import dev.quipu.model.query.SpanFilter;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SearchCursorTest {

    private static SpanQuery query(String q, SpanOrder order) {
        return new SpanQuery("t", SpanFilter.parse(q), TimeRange.ALL, order, 10, Optional.empty());
    }

    private final SearchCursor cursor = new SearchCursor(
            new SpanPosition(-5, new TraceId(-1, 2), new SpanId(-3), new UUID(4, -5), 6, 7), new TimeRange(-8, 9));

    @Test
    void readsBackWhatItWrote() {
        SpanQuery query = query("service = \"a\"", SpanOrder.NEWEST);
        assertThat(SearchCursor.read("spans", query, cursor.text("spans", query)))
                .isEqualTo(cursor);
    }

    @Test
    void belongsToItsQuery() {
        String text = cursor.text("spans", query("service = \"a\"", SpanOrder.NEWEST));
        assertThatThrownBy(() -> SearchCursor.read("spans", query("service = \"b\"", SpanOrder.NEWEST), text))
                .hasMessageContaining("cursor: expected one of this very query");
        assertThatThrownBy(() -> SearchCursor.read("spans", query("service = \"a\"", SpanOrder.SLOWEST), text))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SearchCursor.read("traces", query("service = \"a\"", SpanOrder.NEWEST), text))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesOtherText() {
        for (String text : new String[] {"", "!", "AAAA", cursor.text("spans", query("", SpanOrder.NEWEST)) + "AA"}) {
            assertThatThrownBy(() -> SearchCursor.read("spans", query("", SpanOrder.NEWEST), text))
                    .hasMessageContaining("cursor: expected what nextCursor said");
        }
    }
}
