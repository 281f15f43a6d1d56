package dev.quipu.model.segment;

import dev.quipu.model.AnyValue;
import dev.quipu.model.KeyValue;
import dev.quipu.model.otlp.AnyValueWire;
import dev.quipu.model.otlp.MetricWire;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.LongPredicate;

/** Finds the rows of a table that a {@link RecordChoice} chooses; each distinct value is looked at once. For one table. */
final class ChosenRows {

    private final RecordTable table;
    private final RecordChoice choice;

    private ChosenRows(RecordTable table, RecordChoice choice) {
        this.table = table;
        this.choice = choice;
    }

    static BitSet of(RecordTable table, RecordChoice choice) {
        ChosenRows search = new ChosenRows(table, choice);
        BitSet rows = search.byAttribute(table.records);
        List<Schema.Field> fields = table.layout.schema().fields();
        for (int field = 0; field < fields.size(); field++) {
            if (fields.get(field).type() == FieldType.REFERENCE) {
                search.addBySide(field, ColumnId.side(fields.get(field).side()), rows);
            }
        }
        switch (table.layout.signal()) {
            case TRACES -> search.addByTrace(TracesSchema.TRACE_ID_HIGH, TracesSchema.TRACE_ID_LOW, rows);
            case LOGS -> {
                search.addByTrace(LogsSchema.TRACE_ID_HIGH, LogsSchema.TRACE_ID_LOW, rows);
                search.addByBody(rows);
            }
            case METRICS -> {}
        }
        return rows;
    }

    private void addByTrace(int high, int low, BitSet rows) {
        for (int row = 0; row < table.records.rows(); row++) {
            if (choice.trace(table.records.get(high, row), table.records.get(low, row))) {
                rows.set(row);
            }
        }
    }

    private void addByBody(BitSet rows) {
        LongPredicate chosen = once(body -> isChosenBody(AnyValueWire.read(table.pool.reader(body))));
        for (int row = 0; row < table.records.rows(); row++) {
            long type = table.records.get(LogsSchema.BODY_TYPE, row);
            boolean isNested =
                    type == LogsSchema.codeOfBody(ValueType.ARRAY) || type == LogsSchema.codeOfBody(ValueType.MAP);
            if (isNested && chosen.test(table.records.get(LogsSchema.BODY, row))) {
                rows.set(row);
            }
        }
    }

    private boolean isChosenBody(AnyValue body) {
        boolean[] chosen = new boolean[1];
        AttributePairs.forEachInBody(body, (key, value) -> chosen[0] |= choice.pair(key, value));
        return chosen[0];
    }

    private boolean isChosen(KeyValue attribute) {
        boolean[] chosen = new boolean[1];
        AttributePairs.forEach(attribute, (key, value) -> chosen[0] |= choice.pair(key, value));
        return chosen[0];
    }

    private void addBySide(int field, ColumnId id, BitSet rows) {
        SideTable side = table.side(field);
        BitSet chosen = new BitSet();
        for (int row = 0; row < side.size(); row++) {
            chosen.set(row, attributesOf(field, id, row).stream().anyMatch(this::isChosen));
            if (field == table.layout.resource() && choice.component(table.component(row))) {
                chosen.set(row);
            }
        }
        for (int row = 0; row < table.records.rows() && !chosen.isEmpty(); row++) {
            if (chosen.get((int) table.records.get(field, row))) {
                rows.set(row);
            }
        }
    }

    private List<KeyValue> attributesOf(int field, ColumnId id, int row) {
        if (field == table.layout.resource()) {
            return table.resource(row).attributes();
        }
        if (field == table.layout.scope()) {
            return table.scope(row).attributes();
        }
        int block = table.side(field).block(row);
        return id.equals(MetricsSchema.METRICS_SIDE)
                ? MetricWire.read(table.pool.reader(block)).metadata()
                : MetricWire.readAttributes(table.pool.reader(block));
    }

    /** Rows chosen for their own attributes, or for those of a row below them. */
    private BitSet byAttribute(Table rows) {
        BitSet chosen = new BitSet(rows.rows());
        LongPredicate[] tests = new LongPredicate[rows.attributeColumns().size()];
        for (int column = 0; column < tests.length; column++) {
            tests[column] = test(rows.attributeColumns(), column);
        }
        for (int row = 0; row < rows.rows(); row++) {
            int end = rows.attributesEnd(row);
            for (int attribute = rows.attributesBegin(row); attribute < end; attribute++) {
                LongPredicate test = tests[rows.attributeColumn(attribute)];
                if (test.test(rows.attributeValue(attribute))) {
                    chosen.set(row);
                }
            }
        }
        for (int index = 0; index < rows.schema().nested().size(); index++) {
            addOwners(rows, index, byAttribute(rows.nested(index)), chosen);
        }
        return chosen;
    }

    private static void addOwners(Table rows, int index, BitSet below, BitSet chosen) {
        for (int row = 0; row < rows.rows() && !below.isEmpty(); row++) {
            int next = below.nextSetBit(rows.nestedBegin(index, row));
            if (next >= 0 && next < rows.nestedEnd(index, row)) {
                chosen.set(row);
            }
        }
    }

    private LongPredicate test(AttributeColumns columns, int column) {
        BytesPool pool = table.pool;
        String key = new String(pool.copy(columns.key(column)), StandardCharsets.UTF_8);
        boolean isWanted = choice.keys().contains(key);
        return switch (columns.type(column)) {
            case STRING -> isWanted ? once(text -> choice.pair(key, AnyValue.of(text(text)))) : value -> false;
            case BOOL -> value -> isWanted && choice.pair(key, AnyValue.of(value != 0));
            case INT -> value -> isWanted && choice.pair(key, AnyValue.of(value));
            case DOUBLE -> value -> isWanted && choice.pair(key, AnyValue.of(Double.longBitsToDouble(value)));
            case ARRAY, MAP -> once(value -> isChosen(new KeyValue(key, AnyValueWire.read(pool.reader(value)))));
            case OVERFLOW -> once(value -> isChosen(AnyValueWire.readKeyValue(pool.reader(value))));
            case EMPTY, BYTES -> value -> false;
        };
    }

    private String text(int reference) {
        return new String(table.pool.copy(reference), StandardCharsets.UTF_8);
    }

    /** The test of a pool reference, asked once for each. */
    private static LongPredicate once(IntPredicate test) {
        BitSet known = new BitSet();
        BitSet passing = new BitSet();
        return reference -> {
            int bit = (int) reference;
            if (!known.get(bit)) {
                known.set(bit);
                passing.set(bit, test.test(bit));
            }
            return passing.get(bit);
        };
    }
}
