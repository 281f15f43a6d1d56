package dev.quipu.model.segment;

import dev.quipu.model.AnyValue;
import dev.quipu.model.Component;
import dev.quipu.model.InstrumentationScope;
import dev.quipu.model.KeyValue;
import dev.quipu.model.Resource;
import dev.quipu.model.Signal;
import dev.quipu.model.TraceId;
import dev.quipu.model.otlp.AnyValueWire;
import dev.quipu.model.otlp.ProtoReader;
import dev.quipu.model.segment.SegmentHead.ComponentEntry;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.function.LongPredicate;
import java.util.function.Predicate;

/**
 * Finds rows of a row group by their columns, without making records of them. Answers are sets of row numbers, for the
 * caller to change. The {@code …Columns} methods say which chunks a question needs.
 */
public final class RowScan {

    private final RecordRows rows;
    private final SegmentReader reader;
    private final SignalLayout layout;

    public RowScan(RecordRows rows) {
        this.rows = rows;
        this.reader = rows.reader();
        this.layout = SignalLayout.of(reader.head().signal());
    }

    public Signal signal() {
        return layout.signal();
    }

    public int size() {
        return rows.size();
    }

    public static Set<ColumnId> columns(NumberField field) {
        ColumnId id = ColumnId.field(field.schema(), field.field());
        return field != NumberField.PARENT_SPAN_ID
                ? Set.of(id)
                : Set.of(
                        id,
                        ColumnId.field(TracesSchema.SCHEMA, TracesSchema.SPAN_ID),
                        ColumnId.field(TracesSchema.SCHEMA, TracesSchema.TRACE_ID_HIGH),
                        ColumnId.field(TracesSchema.SCHEMA, TracesSchema.TRACE_ID_LOW));
    }

    public BitSet where(NumberField field, LongPredicate test) {
        long[] values = field == NumberField.PARENT_SPAN_ID && rows instanceof SpanRows spans
                ? spans.parents()
                : rows.slice().numbers(field.field());
        return whereNumber(values, test);
    }

    public static Set<ColumnId> columns(TextField field) {
        ColumnId id = ColumnId.field(field.schema(), field.field());
        return field == TextField.EVENT_NAME
                ? Set.of(id, ColumnId.count(TracesSchema.SCHEMA, TracesSchema.EVENT_SCHEMA))
                : Set.of(id);
    }

    public BitSet where(TextField field, Predicate<String> test) {
        boolean nested = field == TextField.EVENT_NAME;
        TableSlice slice = nested ? rows.slice().nested(TracesSchema.EVENTS) : rows.slice();
        BitSet found = whereText(slice.strings(field.field()), test);
        return nested ? ofOwners(TracesSchema.EVENTS, found) : found;
    }

    public static Set<ColumnId> bodyColumns() {
        return Set.of(
                ColumnId.field(LogsSchema.SCHEMA, LogsSchema.BODY_TYPE),
                ColumnId.field(LogsSchema.SCHEMA, LogsSchema.BODY));
    }

    /** Log records of whose body one of the texts matches. */
    public BitSet whereBody(TextPattern pattern) {
        long[] types = rows.slice().numbers(LogsSchema.BODY_TYPE);
        boolean hasNested = Arrays.stream(types).anyMatch(RowScan::isNestedBody);
        Optional<ByteStrings> holding =
                rows.slice().textsHolding(LogsSchema.BODY, hasNested ? List.of() : pattern.runs());
        return holding.map(bodies -> whereBody(bodies, types, pattern)).orElseGet(() -> new BitSet(types.length));
    }

    private static boolean isNestedBody(long type) {
        return type == LogsSchema.codeOfBody(ValueType.ARRAY) || type == LogsSchema.codeOfBody(ValueType.MAP);
    }

    private static BitSet whereBody(ByteStrings bodies, long[] types, TextPattern pattern) {
        long text = LogsSchema.codeOfBody(ValueType.STRING);
        BitSet known = new BitSet(bodies.distinct());
        BitSet passing = new BitSet(bodies.distinct());
        BitSet found = new BitSet(types.length);
        for (int row = 0; row < types.length; row++) {
            int code = bodies.code(row);
            if (types[row] == text) {
                if (!known.get(code)) {
                    known.set(code);
                    passing.set(code, pattern.matches(bodies.buffer(), bodies.offset(code), bodies.length(code)));
                }
                found.set(row, passing.get(code));
            } else if (isNestedBody(types[row])) {
                ProtoReader in = new ProtoReader(bodies.buffer(), bodies.offset(code), bodies.length(code));
                AnyValue body = SegmentReader.message(
                        ColumnId.field(LogsSchema.SCHEMA, LogsSchema.BODY), () -> AnyValueWire.read(in));
                found.set(row, BodyText.anyMatch(body, pattern::matches));
            }
        }
        return found;
    }

    /** Log records that have a template which passes the test; of other signals none. Needs no column. */
    public BitSet whereTemplate(IntPredicate test) {
        BitSet found = new BitSet(rows.size());
        if (rows instanceof LogRows logs) {
            for (int row = 0; row < logs.size(); row++) {
                int template = logs.template(row);
                found.set(row, template != RecordTemplates.NONE && test.test(template));
            }
        }
        return found;
    }

    private static BitSet whereText(ByteStrings strings, Predicate<String> test) {
        BitSet codes = codesWhere(strings, test);
        BitSet found = new BitSet(strings.rows());
        if (!codes.isEmpty()) {
            for (int row = 0; row < strings.rows(); row++) {
                if (codes.get(strings.code(row))) {
                    found.set(row);
                }
            }
        }
        return found;
    }

    private static BitSet codesWhere(ByteStrings strings, Predicate<String> test) {
        BitSet codes = new BitSet(strings.distinct());
        for (int code = 0; code < strings.distinct(); code++) {
            if (test.test(strings.textOfCode(code))) {
                codes.set(code);
            }
        }
        return codes;
    }

    public static Set<ColumnId> traceColumns(SegmentHead head) {
        return head.signal() == Signal.TRACES
                ? Set.of(
                        ColumnId.field(TracesSchema.SCHEMA, TracesSchema.TRACE_ID_HIGH),
                        ColumnId.field(TracesSchema.SCHEMA, TracesSchema.TRACE_ID_LOW))
                : Set.of(
                        ColumnId.field(LogsSchema.SCHEMA, LogsSchema.TRACE_ID_HIGH),
                        ColumnId.field(LogsSchema.SCHEMA, LogsSchema.TRACE_ID_LOW));
    }

    public BitSet whereTrace(TraceId id) {
        BitSet found = new BitSet(rows.size());
        if (rows instanceof SpanRows spans) {
            int[] range = spans.rowsOf(id);
            found.set(range[0], range[1]);
            return found;
        }
        long[] high = rows.slice().numbers(LogsSchema.TRACE_ID_HIGH);
        long[] low = rows.slice().numbers(LogsSchema.TRACE_ID_LOW);
        for (int row = 0; row < high.length; row++) {
            found.set(row, high[row] == id.high() && low[row] == id.low());
        }
        return found;
    }

    private static ColumnId resourceColumn(SegmentHead head) {
        SignalLayout layout = SignalLayout.of(head.signal());
        return ColumnId.field(layout.schema(), layout.resource());
    }

    public static Set<ColumnId> componentColumns(SegmentHead head) {
        return Set.of(resourceColumn(head));
    }

    public BitSet whereComponent(Predicate<Component> test) {
        List<ComponentEntry> components = reader.head().components();
        BitSet members = new BitSet();
        List<Integer> componentOfResource = reader.head().componentOfResource();
        for (int resource = 0; resource < componentOfResource.size(); resource++) {
            members.set(
                    resource,
                    test.test(components.get(componentOfResource.get(resource)).component()));
        }
        return whereReference(layout.resource(), members);
    }

    public static Set<ColumnId> resourceColumns(SegmentHead head) {
        return Set.of(resourceColumn(head), ColumnId.RESOURCES);
    }

    public BitSet whereResource(Predicate<Resource> test) {
        BitSet members = new BitSet();
        List<Resource> resources = reader.resources();
        for (int resource = 0; resource < resources.size(); resource++) {
            members.set(resource, test.test(resources.get(resource)));
        }
        return whereReference(layout.resource(), members);
    }

    public static Set<ColumnId> scopeColumns(SegmentHead head) {
        SignalLayout layout = SignalLayout.of(head.signal());
        return Set.of(ColumnId.field(layout.schema(), layout.scope()), ColumnId.SCOPES);
    }

    public BitSet whereScope(Predicate<InstrumentationScope> test) {
        BitSet members = new BitSet();
        List<InstrumentationScope> scopes = reader.scopes();
        for (int scope = 0; scope < scopes.size(); scope++) {
            members.set(scope, test.test(scopes.get(scope)));
        }
        return whereReference(layout.scope(), members);
    }

    private BitSet whereReference(int field, BitSet members) {
        BitSet found = new BitSet(rows.size());
        if (members.isEmpty()) {
            return found;
        }
        long[] references = rows.slice().numbers(field);
        for (int row = 0; row < references.length; row++) {
            if (members.get((int) references[row])) {
                found.set(row);
            }
        }
        return found;
    }

    /** Needs the head, since only it knows of which types the key's values are; empty when the key is not there. */
    public static Set<ColumnId> columns(SegmentHead head, AttributeLevel level, String key) {
        Set<ColumnId> needed = new LinkedHashSet<>();
        for (ColumnId id : head.columns().keySet()) {
            if (mayHold(id, level, key)) {
                needed.add(id);
            }
        }
        if (!needed.isEmpty()) {
            needed.add(ColumnId.shape(level.schema()));
            if (level.nested() >= 0) {
                needed.add(ColumnId.count(TracesSchema.SCHEMA, level.schema()));
            }
        }
        return needed;
    }

    static boolean mayHold(ColumnId id, AttributeLevel level, String key) {
        return id.kind() == ColumnId.Kind.ATTRIBUTE
                && id.table().equals(level.table())
                && (id.type() == ValueType.OVERFLOW || id.name().equals(key));
    }

    /** Rows of which at least one value of the key, of the record or of one of its events or links, passes the test. */
    public BitSet whereAttribute(AttributeLevel level, String key, ValueTest test) {
        if (columns(reader.head(), level, key).isEmpty()) {
            return new BitSet(rows.size());
        }
        TableSlice slice = level.nested() < 0 ? rows.slice() : rows.slice().nested(level.nested());
        BitSet found = new BitSet(slice.rows());
        AttributeSlice attributes = slice.attributes();
        for (int column = 0; column < attributes.columns().size(); column++) {
            if (mayHold(attributes.columns().get(column), level, key)) {
                BitSet values = valuesWhere(attributes, column, key, test);
                if (!values.isEmpty()) {
                    int[] rowsOf = attributes.rowsOf(column);
                    values.stream().forEach(value -> found.set(rowsOf[value]));
                }
            }
        }
        return level.nested() < 0 ? found : ofOwners(level.nested(), found);
    }

    private static BitSet valuesWhere(AttributeSlice attributes, int column, String key, ValueTest test) {
        return switch (attributes.columns().get(column).type()) {
            case STRING -> whereText(attributes.strings(column), test::text);
            case INT -> whereNumber(attributes.numbers(column), test::integer);
            case DOUBLE -> whereNumber(attributes.numbers(column), bits -> test.decimal(Double.longBitsToDouble(bits)));
            case BOOL -> whereNumber(attributes.numbers(column), bit -> test.bool(bit != 0));
            case EMPTY, BYTES, ARRAY, MAP -> {
                BitSet all = new BitSet();
                int count = attributes.columns().get(column).type() == ValueType.EMPTY
                        ? attributes.numbers(column).length
                        : attributes.strings(column).rows();
                all.set(0, count, test.present());
                yield all;
            }
            case OVERFLOW -> whereEntry(attributes.strings(column), key, test);
        };
    }

    private static BitSet whereNumber(long[] values, LongPredicate test) {
        BitSet found = new BitSet(values.length);
        for (int i = 0; i < values.length; i++) {
            if (test.test(values[i])) {
                found.set(i);
            }
        }
        return found;
    }

    private static BitSet whereEntry(ByteStrings entries, String key, ValueTest test) {
        BitSet found = new BitSet(entries.rows());
        for (int row = 0; row < entries.rows(); row++) {
            KeyValue entry = entry(entries, row);
            if (entry.key().equals(key) && test.test(entry.value())) {
                found.set(row);
            }
        }
        return found;
    }

    /** An OVERFLOW value. */
    static KeyValue entry(ByteStrings entries, int row) {
        int code = entries.code(row);
        return SegmentReader.message(
                "overflowing attributes",
                () -> AnyValueWire.readKeyValue(
                        new ProtoReader(entries.buffer(), entries.offset(code), entries.length(code))));
    }

    /** The spans that own these rows of a nested table. */
    private BitSet ofOwners(int nested, BitSet children) {
        BitSet owners = new BitSet(rows.size());
        int[] ends = rows.slice().nestedEnds(nested);
        int owner = 0;
        for (int child = children.nextSetBit(0); child >= 0; child = children.nextSetBit(child + 1)) {
            while (ends[owner] <= child) {
                owner++;
            }
            owners.set(owner);
        }
        return owners;
    }
}
