package dev.quipu.storage.search;

import dev.quipu.model.query.Field;
import dev.quipu.model.query.Grouping;
import dev.quipu.model.segment.ColumnId;
import dev.quipu.model.segment.RecordRows;
import dev.quipu.model.segment.RowValues;
import dev.quipu.model.segment.SegmentHead;
import dev.quipu.storage.search.ContrastAnswer.FieldValue;
import dev.quipu.storage.search.ContrastAnswer.Sides;
import dev.quipu.storage.search.ContrastAnswer.ValueCount;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Counts every value of every field among the selected records and among the rest. */
final class ValueContrast<R extends RecordRows> implements Ranking<R> {

    /** Told apart of one field; more are the mark of an id, whose values tell nothing. */
    static final int MAX_VALUES = 2000;

    /** Told apart of all fields together. */
    private static final int MAX_ALL_VALUES = 100_000;

    /** Characters of a value; longer ones are not told apart. */
    private static final int MAX_LENGTH = 256;

    private final ContrastQuery<R> query;
    private final RowSides<R> sides;
    private final ContrastFields fields;
    private final Map<Field, Map<String, Sides>> counts = new HashMap<>();
    private final Set<Field> cut = new LinkedHashSet<>();
    private final Set<Field> leftOut = new LinkedHashSet<>();
    private Sides total = new Sides(0, 0);
    private int all;

    ValueContrast(ContrastQuery<R> query) {
        this.query = query;
        this.sides = new RowSides<>(query);
        this.fields = new ContrastFields(query.order().signal(), query.excluded());
    }

    @Override
    public boolean isSettledAt(long best) {
        return false;
    }

    @Override
    public boolean mayUse(SegmentHead.RowGroup group) {
        return query.range().overlaps(group);
    }

    @Override
    public Set<ColumnId> columns(SegmentHead head, SegmentHead.RowGroup group) {
        Set<ColumnId> columns = new LinkedHashSet<>(sides.columns(head));
        columns.addAll(fields.columns(head));
        return columns;
    }

    @Override
    public void offer(Candidate segment, int rowGroup, SegmentHead.RowGroup group, R rows, int[] matches) {
        RowSides.Parted parted = sides.part(rows, matches);
        if (parted.selected().isEmpty() && parted.rest().isEmpty()) {
            return;
        }
        Map<Field, Optional<Map<String, Sides>>> found = new LinkedHashMap<>();
        for (Field field : fields.of(rows.head(), rows)) {
            found.put(
                    field,
                    Grouping.by(query.order().signal(), field)
                            .of(rows, MAX_VALUES)
                            .map(values -> count(values, parted)));
        }
        add(parted, found);
    }

    private static Map<String, Sides> count(RowValues values, RowSides.Parted parted) {
        long[] selected = count(values, parted.selected());
        long[] rest = count(values, parted.rest());
        Map<String, Sides> counts = new HashMap<>();
        for (int code = 0; code < selected.length; code++) {
            if (selected[code] + rest[code] > 0) {
                counts.put(values.values().get(code), new Sides(selected[code], rest[code]));
            }
        }
        return counts;
    }

    private static long[] count(RowValues values, BitSet rows) {
        long[] counts = new long[values.values().size()];
        for (int row = rows.nextSetBit(0); row >= 0; row = rows.nextSetBit(row + 1)) {
            int code = values.codes()[row];
            if (code != RowValues.NONE) {
                counts[code]++;
            }
        }
        return counts;
    }

    private synchronized void add(RowSides.Parted parted, Map<Field, Optional<Map<String, Sides>>> found) {
        total = total.plus(parted.selected().cardinality(), parted.rest().cardinality());
        found.forEach((field, values) -> {
            if (values.isEmpty()) {
                leaveOut(field);
            } else if (!leftOut.contains(field)) {
                values.get().forEach((value, records) -> add(field, value, records));
            }
        });
    }

    /** Where some rows were not counted all counts would be wrong. */
    private void leaveOut(Field field) {
        leftOut.add(field);
        cut.add(field);
        Map<String, Sides> sums = counts.remove(field);
        all -= sums == null ? 0 : sums.size();
    }

    private void add(Field field, String value, Sides records) {
        Map<String, Sides> sums = counts.computeIfAbsent(field, unseen -> new HashMap<>());
        Sides sum = sums.get(value);
        if (sum != null) {
            sums.put(value, records.plus(sum.selected(), sum.rest()));
        } else if (sums.size() < MAX_VALUES && all < MAX_ALL_VALUES && value.length() <= MAX_LENGTH) {
            sums.put(value, records);
            all++;
        } else {
            cut.add(field);
        }
    }

    synchronized Sides total() {
        return total;
    }

    synchronized List<Field> cut() {
        return cut.stream().sorted(Comparator.comparing(Field::toString)).toList();
    }

    /** All that were counted, those whose shares differ most first. */
    synchronized List<ValueCount> values() {
        List<ValueCount> values = new ArrayList<>();
        counts.forEach((field, sums) ->
                sums.forEach((value, records) -> values.add(new ValueCount(new FieldValue(field, value), records))));
        values.sort(Comparator.comparingDouble(
                        (ValueCount value) -> -Math.abs(value.records().difference(total)))
                .thenComparing(ValueCount::value, FieldValue.BY_NAME));
        return values;
    }
}
