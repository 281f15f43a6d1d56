package dev.quipu.storage.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quipu.model.Signal;
import dev.quipu.model.query.RecordFilter;
import dev.quipu.model.segment.SpanRows;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SearchCursorTest {

    private static RowQuery<SpanRows> query(String q, SpanOrder order) {
        return new RowQuery<>("t", RecordFilter.parse(Signal.TRACES, q), TimeRange.ALL, order, 10, Optional.empty());
    }

    private final SearchCursor cursor = new SearchCursor(
            new Position(-5, new Position.Identity(-1, 2, -3), new UUID(4, -5), 6, 7), new TimeRange(-8, 9));

    @Test
    void readsBackWhatItWrote() {
        RowQuery<SpanRows> query = query("service = \"a\"", SpanOrder.NEWEST);
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
