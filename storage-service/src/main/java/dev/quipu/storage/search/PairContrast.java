package dev.quipu.storage.search;

import dev.quipu.model.query.Field;
import dev.quipu.model.query.Grouping;
import dev.quipu.model.segment.ColumnId;
import dev.quipu.model.segment.RecordRows;
import dev.quipu.model.segment.RowValues;
import dev.quipu.model.segment.SegmentHead;
import dev.quipu.storage.search.ContrastAnswer.FieldValue;
import dev.quipu.storage.search.ContrastAnswer.PairCount;
import dev.quipu.storage.search.ContrastAnswer.Sides;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Counts the records that have two values of some, each of another field, among the selected and among the rest. */
final class PairContrast<R extends RecordRows> implements Ranking<R> {

    private final ContrastQuery<R> query;
    private final RowSides<R> sides;
    private final List<FieldValue> values;
    private final long[][] selected;
    private final long[][] rest;

    /** @param values few, as all pairs of them are counted */
    PairContrast(ContrastQuery<R> query, List<FieldValue> values) {
        this.query = query;
        this.sides = new RowSides<>(query);
        this.values = List.copyOf(values);
        this.selected = new long[values.size()][values.size()];
        this.rest = new long[values.size()][values.size()];
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
        values.forEach(value -> columns.addAll(grouping(value.field()).columns(head)));
        return columns;
    }

    private Grouping grouping(Field field) {
        return Grouping.by(query.order().signal(), field);
    }

    @Override
    public void offer(Candidate segment, int rowGroup, SegmentHead.RowGroup group, R rows, int[] matches) {
        RowSides.Parted parted = sides.part(rows, matches);
        List<BitSet> having = having(rows);
        long[][] ofSelected = count(having, parted.selected());
        long[][] ofRest = count(having, parted.rest());
        synchronized (this) {
            add(selected, ofSelected);
            add(rest, ofRest);
        }
    }

    private List<BitSet> having(R rows) {
        Map<Field, RowValues> known = new HashMap<>();
        List<BitSet> having = new ArrayList<>();
        for (FieldValue value : values) {
            RowValues ofRows = known.computeIfAbsent(
                    value.field(), field -> grouping(field).of(rows));
            int wanted = ofRows.values().indexOf(value.value());
            BitSet found = new BitSet(rows.size());
            for (int row = 0; wanted >= 0 && row < rows.size(); row++) {
                found.set(row, ofRows.codes()[row] == wanted);
            }
            having.add(found);
        }
        return having;
    }

    private static long[][] count(List<BitSet> having, BitSet among) {
        long[][] counts = new long[having.size()][having.size()];
        for (int first = 0; first < counts.length; first++) {
            BitSet withFirst = (BitSet) having.get(first).clone();
            withFirst.and(among);
            for (int second = first + 1; second < counts.length && !withFirst.isEmpty(); second++) {
                BitSet both = (BitSet) withFirst.clone();
                both.and(having.get(second));
                counts[first][second] = both.cardinality();
            }
        }
        return counts;
    }

    private static void add(long[][] sums, long[][] more) {
        for (int first = 0; first < sums.length; first++) {
            for (int second = 0; second < sums.length; second++) {
                sums[first][second] += more[first][second];
            }
        }
    }

    /** Those of two fields, also those that no record has. */
    synchronized List<PairCount> pairs() {
        List<PairCount> pairs = new ArrayList<>();
        for (int first = 0; first < values.size(); first++) {
            for (int second = first + 1; second < values.size(); second++) {
                if (!values.get(first).field().equals(values.get(second).field())) {
                    pairs.add(new PairCount(
                            values.get(first),
                            values.get(second),
                            new Sides(selected[first][second], rest[first][second])));
                }
            }
        }
        return pairs;
    }
}
