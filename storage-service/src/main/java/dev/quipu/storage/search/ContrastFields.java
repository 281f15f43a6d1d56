package dev.quipu.storage.search;

import dev.quipu.model.Signal;
import dev.quipu.model.query.Field;
import dev.quipu.model.query.Grouping;
import dev.quipu.model.segment.AttributeLevel;
import dev.quipu.model.segment.ColumnId;
import dev.quipu.model.segment.RecordRows;
import dev.quipu.model.segment.RowScan;
import dev.quipu.model.segment.RowTexts;
import dev.quipu.model.segment.SegmentHead;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Which fields of the records of a signal have values that are counted. */
final class ContrastFields {

    private static final List<Field.Intrinsic> INTRINSICS = List.of(
            Field.Intrinsic.SERVICE,
            Field.Intrinsic.NAMESPACE,
            Field.Intrinsic.INSTANCE,
            Field.Intrinsic.NAME,
            Field.Intrinsic.KIND,
            Field.Intrinsic.STATUS,
            Field.Intrinsic.STATUS_MESSAGE,
            Field.Intrinsic.SEVERITY,
            Field.Intrinsic.EVENT_NAME_OF_LOG,
            Field.Intrinsic.SCOPE_NAME);

    /** What names the component is a field of its own. */
    private static final Set<String> NAMED_BY_COMPONENT =
            Set.of("service.name", "service.namespace", "service.instance.id");

    private final Signal signal;
    private final Set<Field> excluded;

    ContrastFields(Signal signal, Set<Field> excluded) {
        this.signal = signal;
        this.excluded = Set.copyOf(excluded);
    }

    /** What is read of the segment for all of its fields. */
    Set<ColumnId> columns(SegmentHead head) {
        Set<ColumnId> columns = new LinkedHashSet<>(RowScan.resourceColumns(head));
        ofRecords(head)
                .forEach(field -> columns.addAll(Grouping.by(signal, field).columns(head)));
        return columns;
    }

    /** Of rows of the segment. */
    Set<Field> of(SegmentHead head, RecordRows rows) {
        Set<Field> fields = ofRecords(head);
        for (String key : new RowTexts(rows).resourceKeys()) {
            if (!NAMED_BY_COMPONENT.contains(key)) {
                fields.add(new Field.Attribute(Field.Scope.RESOURCE, key));
            }
        }
        fields.removeAll(excluded);
        return fields;
    }

    private Set<Field> ofRecords(SegmentHead head) {
        Set<Field> fields = new LinkedHashSet<>();
        INTRINSICS.stream().filter(field -> field.isOf(signal)).forEach(fields::add);
        boolean isLogs = signal == Signal.LOGS;
        String table = (isLogs ? AttributeLevel.LOG : AttributeLevel.SPAN).table();
        for (SegmentHead.AttributeEntry entry : head.attributes()) {
            if (entry.table().equals(table) && !entry.key().isEmpty()) {
                fields.add(new Field.Attribute(isLogs ? Field.Scope.LOG : Field.Scope.SPAN, entry.key()));
            }
        }
        fields.removeAll(excluded);
        return fields;
    }
}
