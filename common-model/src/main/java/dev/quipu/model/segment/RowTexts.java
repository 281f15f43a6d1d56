package dev.quipu.model.segment;

import dev.quipu.model.AnyValue;
import dev.quipu.model.Component;
import dev.quipu.model.InstrumentationScope;
import dev.quipu.model.KeyValue;
import dev.quipu.model.Resource;
import dev.quipu.model.segment.SegmentHead.ComponentEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.LongToIntFunction;
import java.util.stream.Collectors;

/**
 * What the rows of a row group say in one place, as text: for grouping by it. Needs the columns that {@link RowScan}
 * names for a question about the same place.
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
    public RowValues ofComponent(Function<Component, String> text) {
        List<ComponentEntry> components = reader.head().components();
        return ofReference(
                layout.resource(),
                reader.head().componentOfResource().stream()
                        .map(component -> text.apply(components.get(component).component()))
                        .toList());
    }

    /** What each row's resource says. */
    public RowValues ofResource(Function<Resource, String> text) {
        return ofReference(
                layout.resource(), reader.resources().stream().map(text).toList());
    }

    /** What each row's scope says. */
    public RowValues ofScope(Function<InstrumentationScope, String> text) {
        return ofReference(layout.scope(), reader.scopes().stream().map(text).toList());
    }

    private RowValues ofReference(int field, List<String> ofMember) {
        ValueNumbers numbers = new ValueNumbers();
        int[] numberOfMember = ofMember.stream().mapToInt(numbers::of).toArray();
        return numbers.ofRows(rows.slice().numbers(field), reference -> numberOfMember[(int) reference]);
    }

    /** The keys that resources of these rows' segment have. */
    public Set<String> resourceKeys() {
        return reader.resources().stream()
                .flatMap(resource -> resource.attributes().stream())
                .map(KeyValue::key)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** A text field's values. */
    public RowValues of(TextField field) {
        ByteStrings strings = rows.slice().strings(field.field());
        ValueNumbers numbers = new ValueNumbers();
        int[] numberOfCode = new int[strings.distinct()];
        for (int code = 0; code < numberOfCode.length; code++) {
            numberOfCode[code] = numbers.of(strings.textOfCode(code));
        }
        int[] codes = new int[strings.rows()];
        for (int row = 0; row < codes.length; row++) {
            codes[row] = numberOfCode[strings.code(row)];
        }
        return new RowValues(numbers.values(), codes);
    }

    /** A number field's values in words. */
    public RowValues of(NumberField field, LongFunction<String> word) {
        ValueNumbers numbers = new ValueNumbers();
        Map<Long, Integer> known = new HashMap<>();
        return numbers.ofRows(
                rows.slice().numbers(field.field()),
                number -> known.computeIfAbsent(number, unseen -> numbers.of(word.apply(number))));
    }

    /** The number of each log record's template; none for records of other signals. */
    public RowValues ofTemplate() {
        ValueNumbers numbers = new ValueNumbers();
        int[] codes = RowValues.none(rows.size()).codes();
        if (rows instanceof LogRows logs) {
            for (int row = 0; row < codes.length; row++) {
                int template = logs.template(row);
                codes[row] = template == RecordTemplates.NONE ? RowValues.NONE : numbers.of(Integer.toString(template));
            }
        }
        return new RowValues(numbers.values(), codes);
    }

    /**
     * The value of the key that each row has; none for rows without one, and for arrays and maps. Of a row that has the
     * key twice, which OTLP does not allow, one of them.
     *
     * @return empty when there are more different values than {@code maxValues}
     */
    public Optional<RowValues> ofAttribute(AttributeLevel level, String key, int maxValues) {
        if (level.nested() >= 0 || RowScan.columns(reader.head(), level, key).isEmpty()) {
            return Optional.of(RowValues.none(rows.size()));
        }
        ValueNumbers numbers = new ValueNumbers();
        int[] codes = RowValues.none(rows.size()).codes();
        AttributeSlice attributes = rows.slice().attributes();
        for (int column = 0; column < attributes.columns().size(); column++) {
            if (RowScan.mayHold(attributes.columns().get(column), level, key)) {
                if (isPooledBeyond(attributes, column, maxValues)) {
                    return Optional.empty();
                }
                number(attributes, column, key, numbers, codes);
            }
        }
        return numbers.values().size() > maxValues
                ? Optional.empty()
                : Optional.of(new RowValues(numbers.values(), codes));
    }

    /** Known before a text is made. */
    private static boolean isPooledBeyond(AttributeSlice attributes, int column, int maxValues) {
        return attributes.columns().get(column).type() == ValueType.STRING
                && attributes.strings(column).distinct() > maxValues;
    }

    private static void number(AttributeSlice attributes, int column, String key, ValueNumbers numbers, int[] codes) {
        int[] rowsOf = attributes.rowsOf(column);
        Map<Long, Integer> known = new HashMap<>();
        for (int value = rowsOf.length - 1; value >= 0; value--) {
            int at = value;
            int number = known.computeIfAbsent(
                    identity(attributes, column, value), unseen -> numbers.of(textOf(attributes, column, at, key)));
            codes[rowsOf[value]] = number == RowValues.NONE ? codes[rowsOf[value]] : number;
        }
    }

    /** The same for values that are the same. */
    private static long identity(AttributeSlice attributes, int column, int value) {
        return attributes.columns().get(column).type().isPooled()
                ? attributes.strings(column).code(value)
                : attributes.numbers(column)[value];
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

    /** Numbers texts in the order in which they come. */
    private static final class ValueNumbers {
        private final Map<String, Integer> known = new HashMap<>();
        private final List<String> values = new ArrayList<>();

        int of(String text) {
            if (text.isEmpty()) {
                return RowValues.NONE;
            }
            return known.computeIfAbsent(text, unseen -> {
                values.add(text);
                return values.size() - 1;
            });
        }

        RowValues ofRows(long[] ofRow, LongToIntFunction number) {
            int[] codes = new int[ofRow.length];
            for (int row = 0; row < codes.length; row++) {
                codes[row] = number.applyAsInt(ofRow[row]);
            }
            return new RowValues(values, codes);
        }

        List<String> values() {
            return values;
        }
    }
}
