package dev.quipu.model.query;

import dev.quipu.model.KeyValue;
import dev.quipu.model.Signal;
import dev.quipu.model.segment.AttributeLevel;
import dev.quipu.model.segment.ColumnId;
import dev.quipu.model.segment.NumberField;
import dev.quipu.model.segment.RecordRows;
import dev.quipu.model.segment.RowTexts;
import dev.quipu.model.segment.SegmentHead;
import dev.quipu.model.segment.TextField;
import java.util.List;
import java.util.Set;

/**
 * By what records are grouped: a field with few values, or an attribute. A record's group is its value as text; that of
 * a record without one is empty.
 */
public final class Grouping {

    private final Signal signal;
    private final Field field;

    private Grouping(Signal signal, Field field) {
        this.signal = signal;
        this.field = field;
    }

    /**
     * Reads a field as the query language writes it.
     *
     * @throws QuerySyntaxException when the signal has no such field
     * @throws IllegalArgumentException when records cannot be grouped by it
     */
    public static Grouping parse(Signal signal, String text) {
        Field field = new FilterParser(signal, text).parseField();
        if (field instanceof Field.Intrinsic intrinsic) {
            switch (intrinsic) {
                case SERVICE, NAMESPACE, INSTANCE, SCOPE_NAME, NAME, SEVERITY, SEVERITY_TEXT, EVENT_NAME_OF_LOG -> {}
                case KIND, STATUS, STATUS_MESSAGE, DURATION, TRACE_ID, SPAN_ID, PARENT_SPAN_ID, EVENT_NAME, BODY ->
                    throw new IllegalArgumentException(
                            "by: expected a field such as service or severity, or an" + " attribute, got " + text);
            }
        } else if (((Field.Attribute) field).scope() == Field.Scope.EVENT
                || ((Field.Attribute) field).scope() == Field.Scope.LINK) {
            throw new IllegalArgumentException(
                    "by: expected an attribute of the record, its resource or its scope, got " + text);
        }
        return new Grouping(signal, field);
    }

    /** What {@link #of} reads of that segment. */
    public Set<ColumnId> columns(SegmentHead head) {
        return RecordMatcher.columns(field, head);
    }

    /** The group of each row. */
    public String[] of(RecordRows rows) {
        RowTexts texts = new RowTexts(rows);
        return field instanceof Field.Intrinsic intrinsic
                ? ofIntrinsic(intrinsic, texts)
                : ofAttribute((Field.Attribute) field, texts);
    }

    private static String[] ofIntrinsic(Field.Intrinsic field, RowTexts texts) {
        return switch (field) {
            case SERVICE -> texts.ofComponent(component -> component.name());
            case NAMESPACE -> texts.ofComponent(component -> component.namespace());
            case INSTANCE -> texts.ofComponent(component -> component.instanceId());
            case SCOPE_NAME -> texts.ofScope(scope -> scope.name());
            case NAME -> texts.of(TextField.NAME);
            case SEVERITY -> texts.of(NumberField.SEVERITY_NUMBER, Severities::wordOf);
            case SEVERITY_TEXT -> texts.of(TextField.SEVERITY_TEXT);
            case EVENT_NAME_OF_LOG -> texts.of(TextField.EVENT_NAME_OF_LOG);
            case KIND, STATUS, STATUS_MESSAGE, DURATION, TRACE_ID, SPAN_ID, PARENT_SPAN_ID, EVENT_NAME, BODY ->
                throw new IllegalStateException("refused when parsed: " + field);
        };
    }

    private String[] ofAttribute(Field.Attribute attribute, RowTexts texts) {
        String key = attribute.key();
        AttributeLevel own = signal == Signal.LOGS ? AttributeLevel.LOG : AttributeLevel.SPAN;
        return switch (attribute.scope()) {
            case SPAN, LOG -> texts.ofAttribute(own, key);
            case RESOURCE -> texts.ofResource(resource -> first(resource.attributes(), key));
            case SCOPE -> texts.ofScope(scope -> first(scope.attributes(), key));
            case ANY -> {
                String[] found = texts.ofAttribute(own, key);
                String[] ofResource = texts.ofResource(resource -> first(resource.attributes(), key));
                for (int row = 0; row < found.length; row++) {
                    found[row] = found[row].isEmpty() ? ofResource[row] : found[row];
                }
                yield found;
            }
            case EVENT, LINK -> throw new IllegalStateException("refused when parsed: " + attribute);
        };
    }

    private static String first(List<KeyValue> attributes, String key) {
        return attributes.stream()
                .filter(attribute -> attribute.key().equals(key))
                .map(attribute -> RowTexts.of(attribute.value()))
                .findFirst()
                .orElse("");
    }

    @Override
    public String toString() {
        return field.toString();
    }
}
