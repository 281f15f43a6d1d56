package dev.quipu.model.segment;

import dev.quipu.model.AnyValue;
import dev.quipu.model.Component;
import dev.quipu.model.InstrumentationScope;
import dev.quipu.model.KeyValue;
import dev.quipu.model.Resource;
import dev.quipu.model.segment.SegmentHead.ComponentEntry;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongFunction;

/**
 * What the rows of a row group say in one place, as text, one entry for each row: for grouping by it. Needs the columns
 * that {@link RowScan} names for a question about the same place.
 */
public final class RowTexts {

    private final RecordRows rows;
    private final SegmentReader reader;
    private final SignalLayout layout;

    public RowTexts(RecordRows rows) {
        this.rows = rows;
        this.reader = rows.reader();
        this.layout = SignalLayout.of(reader.head().signal());
    }

    /** What each row's component says. */
    public String[] ofComponent(Function<Component, String> text) {
        List<ComponentEntry> components = reader.head().components();
        return ofReference(
                layout.resource(),
                reader.head().componentOfResource().stream()
                        .map(component -> text.apply(components.get(component).component()))
                        .toList());
    }

    /** What each row's resource says. */
    public String[] ofResource(Function<Resource, String> text) {
        return ofReference(
                layout.resource(), reader.resources().stream().map(text).toList());
    }

    /** What each row's scope says. */
    public String[] ofScope(Function<InstrumentationScope, String> text) {
        return ofReference(layout.scope(), reader.scopes().stream().map(text).toList());
    }

    private String[] ofReference(int field, List<String> ofMember) {
        long[] references = rows.slice().numbers(field);
        String[] texts = new String[references.length];
        for (int row = 0; row < texts.length; row++) {
            texts[row] = ofMember.get((int) references[row]);
        }
        return texts;
    }

    /** A text field's values. */
    public String[] of(TextField field) {
        ByteStrings strings = rows.slice().strings(field.field());
        String[] ofCode = new String[strings.distinct()];
        for (int code = 0; code < ofCode.length; code++) {
            ofCode[code] = strings.textOfCode(code);
        }
        String[] texts = new String[strings.rows()];
        for (int row = 0; row < texts.length; row++) {
            texts[row] = ofCode[strings.code(row)];
        }
        return texts;
    }

    /** A number field's values in words. */
    public String[] of(NumberField field, LongFunction<String> word) {
        long[] numbers = rows.slice().numbers(field.field());
        String[] texts = new String[numbers.length];
        for (int row = 0; row < texts.length; row++) {
            texts[row] = word.apply(numbers[row]);
        }
        return texts;
    }

    /**
     * The value of the key that each row has, as text; empty for rows without one, and for arrays and maps. Of a row
     * that has the key twice, which OTLP does not allow, one of them.
     */
    public String[] ofAttribute(AttributeLevel level, String key) {
        String[] texts = new String[rows.size()];
        Arrays.fill(texts, "");
        if (level.nested() >= 0 || RowScan.columns(reader.head(), level, key).isEmpty()) {
            return texts;
        }
        AttributeSlice attributes = rows.slice().attributes();
        for (int column = 0; column < attributes.columns().size(); column++) {
            if (RowScan.mayHold(attributes.columns().get(column), level, key)) {
                int[] rowsOf = attributes.rowsOf(column);
                for (int value = rowsOf.length - 1; value >= 0; value--) {
                    String text = textOf(attributes, column, value, key);
                    texts[rowsOf[value]] = text.isEmpty() ? texts[rowsOf[value]] : text;
                }
            }
        }
        return texts;
    }

    private static String textOf(AttributeSlice attributes, int column, int value, String key) {
        return switch (attributes.columns().get(column).type()) {
            case STRING -> attributes.strings(column).text(value);
            case INT -> Long.toString(attributes.numbers(column)[value]);
            case DOUBLE -> Double.toString(Double.longBitsToDouble(attributes.numbers(column)[value]));
            case BOOL -> Boolean.toString(attributes.numbers(column)[value] != 0);
            case EMPTY, BYTES, ARRAY, MAP -> "";
            case OVERFLOW -> {
                KeyValue entry = RowScan.entry(attributes.strings(column), value);
                yield entry.key().equals(key) ? of(entry.value()) : "";
            }
        };
    }

    /** A scalar value as text; empty for any other. */
    public static String of(AnyValue value) {
        return switch (value.kind()) {
            case STRING -> ((AnyValue.StringValue) value).value();
            case INT -> Long.toString(((AnyValue.IntValue) value).value());
            case DOUBLE -> Double.toString(((AnyValue.DoubleValue) value).value());
            case BOOL -> Boolean.toString(((AnyValue.BoolValue) value).value());
            case EMPTY, BYTES, ARRAY, MAP -> "";
        };
    }
}
