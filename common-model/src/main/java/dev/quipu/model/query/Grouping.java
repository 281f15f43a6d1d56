package dev.quipu.model.query;

import dev.quipu.model.KeyValue;
import dev.quipu.model.Signal;
import dev.quipu.model.segment.AttributeLevel;
import dev.quipu.model.segment.ColumnId;
import dev.quipu.model.segment.NumberField;
import dev.quipu.model.segment.RecordRows;
import dev.quipu.model.segment.RowTexts;
import dev.quipu.model.segment.RowValues;
import dev.quipu.model.segment.SegmentHead;
import dev.quipu.model.segment.TextField;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * By what records are grouped: a field with few values, or an attribute. A record's group is its value as text; a
 * record without one is of none.
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
        return by(signal, new FilterParser(signal, text).parseField());
    }

    /**
     * @param field of the signal
     * @throws IllegalArgumentException when records cannot be grouped by it
     */
    public static Grouping by(Signal signal, Field field) {
        if (field instanceof Field.Intrinsic intrinsic) {
            switch (intrinsic) {
                case SERVICE,
                        NAMESPACE,
                        INSTANCE,
                        SCOPE_NAME,
                        NAME,
                        KIND,
                        STATUS,
                        STATUS_MESSAGE,
                        SEVERITY,
                        SEVERITY_TEXT,
                        EVENT_NAME_OF_LOG,
                        TEMPLATE -> {}
                case DURATION, TRACE_ID, SPAN_ID, PARENT_SPAN_ID, EVENT_NAME, BODY ->
                    throw new IllegalArgumentException(
                            "by: expected a field such as service or severity, or an attribute, got " + field);
            }
        } else if (((Field.Attribute) field).scope() == Field.Scope.EVENT
                || ((Field.Attribute) field).scope() == Field.Scope.LINK) {
            throw new IllegalArgumentException(
                    "by: expected an attribute of the record, its resource or its scope, got " + field);
        }
        return new Grouping(signal, field);
    }

    /** What {@link #of} reads of that segment. */
    public Set<ColumnId> columns(SegmentHead head) {
        return RecordMatcher.columns(field, head);
    }

    /** Whether {@link #of} needs the segment's {@link dev.quipu.model.segment.RecordTemplates}. */
    public boolean readsTemplates() {
        return field == Field.Intrinsic.TEMPLATE;
    }

    /** The group of each row. */
    public RowValues of(RecordRows rows) {
        return of(rows, Integer.MAX_VALUE).orElseThrow();
    }

    /** The same; empty when an attribute has more different values in these rows. */
    public Optional<RowValues> of(RecordRows rows, int maxValues) {
        RowTexts texts = new RowTexts(rows);
        return field instanceof Field.Intrinsic intrinsic
                ? Optional.of(ofIntrinsic(intrinsic, texts))
                : ofAttribute((Field.Attribute) field, texts, maxValues);
    }

    private static RowValues ofIntrinsic(Field.Intrinsic field, RowTexts texts) {
        return switch (field) {
            case SERVICE -> texts.ofComponent(component -> component.name());
            case NAMESPACE -> texts.ofComponent(component -> component.namespace());
            case INSTANCE -> texts.ofComponent(component -> component.instanceId());
            case SCOPE_NAME -> texts.ofScope(scope -> scope.name());
            case NAME -> texts.of(TextField.NAME);
            case SEVERITY -> texts.of(NumberField.SEVERITY_NUMBER, Severities::wordOf);
            case SEVERITY_TEXT -> texts.of(TextField.SEVERITY_TEXT);
            case EVENT_NAME_OF_LOG -> texts.of(TextField.EVENT_NAME_OF_LOG);
            case TEMPLATE -> texts.ofTemplate();
            case KIND -> texts.of(NumberField.KIND, number -> FieldRules.wordOf(field, number));
            case STATUS -> texts.of(NumberField.STATUS_CODE, number -> FieldRules.wordOf(field, number));
            case STATUS_MESSAGE -> texts.of(TextField.STATUS_MESSAGE);
            case DURATION, TRACE_ID, SPAN_ID, PARENT_SPAN_ID, EVENT_NAME, BODY ->
                throw new IllegalStateException("refused when parsed: " + field);
        };
    }

    private Optional<RowValues> ofAttribute(Field.Attribute attribute, RowTexts texts, int maxValues) {
        String key = attribute.key();
        AttributeLevel own = signal == Signal.LOGS ? AttributeLevel.LOG : AttributeLevel.SPAN;
        return switch (attribute.scope()) {
            case SPAN, LOG -> texts.ofAttribute(own, key, maxValues);
            case RESOURCE -> Optional.of(texts.ofResource(resource -> first(resource.attributes(), key)));
            case SCOPE -> Optional.of(texts.ofScope(scope -> first(scope.attributes(), key)));
            case ANY ->
                texts.ofAttribute(own, key, maxValues)
                        .map(found -> found.or(texts.ofResource(resource -> first(resource.attributes(), key))));
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
