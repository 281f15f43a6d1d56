package dev.quipu.storage.search;

import dev.quipu.model.SemanticAttributes;
import dev.quipu.model.query.Field;
import dev.quipu.model.query.RecordFilter;
import dev.quipu.model.query.RecordMatcher;
import dev.quipu.model.segment.RecordRows;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
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

    /** By attributes of the resource records are told apart as by the fields of the component. */
    private static final Map<String, Field> COMPONENT = Map.of(
            SemanticAttributes.SERVICE_NAME, Field.Intrinsic.SERVICE,
            SemanticAttributes.SERVICE_NAMESPACE, Field.Intrinsic.NAMESPACE,
            SemanticAttributes.SERVICE_INSTANCE_ID, Field.Intrinsic.INSTANCE);

    /** @param filter what a selected record is like @param range when it happened */
    public record Selected(RecordFilter filter, TimeRange range) {}

    boolean isAboutTemplates() {
        return RecordMatcher.of(filter).readsTemplates()
                || RecordMatcher.of(selected.filter()).readsTemplates();
    }

    /** The same question about records as templates are given out. */
    ContrastQuery<R> present(QueryTemplates templates) {
        Selected present = new Selected(templates.present(selected.filter()), selected.range());
        return new ContrastQuery<>(tenant, templates.present(filter), range, present, order);
    }

    /** The records that are looked at. */
    RowQuery<R> rows() {
        return new RowQuery<>(tenant, filter, range, order, 1, Optional.empty());
    }

    /** Fields that say nothing: the selection was made by them. */
    Set<Field> excluded() {
        Set<Field> excluded = new HashSet<>();
        for (Field field : selected.filter().fields()) {
            excluded.add(field);
            Field component = COMPONENT.get(field instanceof Field.Attribute named ? named.key() : "");
            if (component != null) {
                excluded.add(component);
            }
            if (field instanceof Field.Attribute attribute && attribute.scope() == Field.Scope.ANY) {
                for (Field.Scope scope : Field.Scope.values()) {
                    excluded.add(new Field.Attribute(scope, attribute.key()));
                }
            }
        }
        return excluded;
    }
}
