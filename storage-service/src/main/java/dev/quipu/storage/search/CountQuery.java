package dev.quipu.storage.search;

import dev.quipu.model.query.Grouping;
import dev.quipu.model.query.RecordFilter;
import dev.quipu.model.segment.RecordRows;

/**
 * How many records there are over time.
 *
 * @param order only tells the signal
 */
public record CountQuery<R extends RecordRows>(
        String tenant, RecordFilter filter, TimeSteps steps, RowOrder<R> order, Grouping grouping) {}
