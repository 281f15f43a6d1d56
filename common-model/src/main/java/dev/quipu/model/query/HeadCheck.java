package dev.quipu.model.query;

import dev.quipu.model.segment.AttributeLevel;
import dev.quipu.model.segment.RowScan;
import dev.quipu.model.segment.SegmentHead;

/** Whether a segment can hold a record that satisfies a filter, as far as its head tells. */
final class HeadCheck {

    private HeadCheck() {}

    static boolean mayMatch(RecordFilter filter, SegmentHead head) {
        return switch (filter.kind()) {
            case AND -> ((RecordFilter.And) filter).parts().stream().allMatch(part -> mayMatch(part, head));
            case OR -> ((RecordFilter.Or) filter).parts().stream().anyMatch(part -> mayMatch(part, head));
            case NOT -> true;
            case COMPARE -> mayMatch((RecordFilter.Compare) filter, head);
            case EXISTS -> mayHave(((RecordFilter.Exists) filter).attribute(), head);
        };
    }

    private static boolean mayMatch(RecordFilter.Compare compare, SegmentHead head) {
        if (!(compare.field() instanceof Field.Intrinsic field)) {
            return mayHave((Field.Attribute) compare.field(), head);
        }
        return switch (field) {
            case SERVICE ->
                head.components().stream()
                        .anyMatch(entry -> holds(compare, entry.component().name()));
            case NAMESPACE ->
                head.components().stream()
                        .anyMatch(entry -> holds(compare, entry.component().namespace()));
            case INSTANCE ->
                head.components().stream()
                        .anyMatch(entry -> holds(compare, entry.component().instanceId()));
            case NAME ->
                head.names().size() >= SegmentHead.MAX_NAMES
                        || head.names().stream().anyMatch(entry -> holds(compare, entry.name()));
            case KIND ->
                head.names().size() >= SegmentHead.MAX_NAMES
                        || head.names().stream()
                                .anyMatch(entry -> compare.operator()
                                        .holds(Integer.compare(
                                                entry.kind(), FieldRules.codeOf(field, compare.value()))));
            case DURATION -> durationMayMatch(compare, head);
            case SEVERITY ->
                head.names().size() >= SegmentHead.MAX_NAMES
                        || head.names().stream()
                                .anyMatch(entry -> Severities.test(compare.operator(), compare.value())
                                        .test(entry.kind()));
            case EVENT_NAME_OF_LOG ->
                head.names().size() >= SegmentHead.MAX_NAMES
                        || head.names().stream().anyMatch(entry -> holds(compare, entry.name()));
            case STATUS,
                    STATUS_MESSAGE,
                    TRACE_ID,
                    SPAN_ID,
                    PARENT_SPAN_ID,
                    EVENT_NAME,
                    SCOPE_NAME,
                    SEVERITY_TEXT,
                    TEMPLATE,
                    BODY -> true;
        };
    }

    private static boolean holds(RecordFilter.Compare compare, String value) {
        return compare.operator().holds(value, FieldRules.text(compare.field(), compare.value()));
    }

    private static boolean durationMayMatch(RecordFilter.Compare compare, SegmentHead head) {
        long other = FieldRules.nanosOf(compare.value());
        return switch (compare.operator()) {
            case GREATER -> head.maxDurationNanos() > other;
            case GREATER_OR_EQUAL, EQUAL -> head.maxDurationNanos() >= other;
            case NOT_EQUAL, LESS, LESS_OR_EQUAL, CONTAINS, HAS -> true;
        };
    }

    private static boolean mayHave(Field.Attribute attribute, SegmentHead head) {
        return switch (attribute.scope()) {
            case SPAN -> has(head, AttributeLevel.SPAN, attribute.key());
            case EVENT -> has(head, AttributeLevel.EVENT, attribute.key());
            case LINK -> has(head, AttributeLevel.LINK, attribute.key());
            case LOG -> has(head, AttributeLevel.LOG, attribute.key());
            case RESOURCE, SCOPE, ANY -> true;
        };
    }

    private static boolean has(SegmentHead head, AttributeLevel level, String key) {
        return !RowScan.columns(head, level, key).isEmpty();
    }
}
