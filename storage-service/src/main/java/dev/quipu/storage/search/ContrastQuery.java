package dev.quipu.storage.search;

import dev.quipu.model.query.Field;
import dev.quipu.model.query.RecordFilter;
import dev.quipu.model.segment.RecordRows;
import java.util.HashSet;
import java.util.Set;

/**
 * Which values tell some records from the rest of them.
 *
 * @param filter what all records are like that are looked at
 * @param range when they happened
 * @param selected which of them are held against the rest
 * @param order only tells the signal
 */
public record ContrastQuery<R extends RecordRows>(
        String tenant, RecordFilter filter, TimeRange range, Selected selected, RowOrder<R> order) {

    /** @param filter what a selected record is like @param range when it happened */
    public record Selected(RecordFilter filter, TimeRange range) {}

    /** Fields that say nothing: the selection was made by them. */
    Set<Field> excluded() {
        Set<Field> excluded = new HashSet<>();
        for (Field field : selected.filter().fields()) {
            excluded.add(field);
            if (field instanceof Field.Attribute attribute && attribute.scope() == Field.Scope.ANY) {
                for (Field.Scope scope : Field.Scope.values()) {
                    excluded.add(new Field.Attribute(scope, attribute.key()));
                }
            }
        }
        return excluded;
    }
}
