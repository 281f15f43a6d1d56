package dev.quipu.storage.search;

import dev.quipu.model.query.Grouping;
import dev.quipu.model.query.RecordFilter;
import dev.quipu.model.query.RecordMatcher;
import dev.quipu.model.segment.RecordRows;
import java.util.Optional;

/**
 * How many records there are over time.
 *
 * @param order only tells the signal
 */
public record CountQuery<R extends RecordRows>(
        String tenant, RecordFilter filter, TimeSteps steps, RowOrder<R> order, Grouping grouping) {

    boolean isAboutTemplates() {
        return grouping.readsTemplates() || RecordMatcher.of(filter).readsTemplates();
    }

    /** The records that are counted. @param present the filter */
    RowQuery<R> rows(RecordFilter present) {
        return new RowQuery<>(tenant, present, steps.range(), order, 1, Optional.empty());
    }
}
