package dev.quipu.storage.search;

import dev.quipu.model.query.RecordMatcher;
import dev.quipu.model.segment.ColumnId;
import dev.quipu.model.segment.RecordRows;
import dev.quipu.model.segment.SegmentHead;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.Set;

/** Parts the rows of row groups into those that are selected and the rest. */
final class RowSides<R extends RecordRows> {

    private final ContrastQuery<R> query;
    private final RecordMatcher matcher;

    RowSides(ContrastQuery<R> query) {
        this.query = query;
        this.matcher = RecordMatcher.of(query.selected().filter());
    }

    /** Numbers of rows; none is in both. */
    record Parted(BitSet selected, BitSet rest) {}

    /** What {@link #part} reads. */
    Set<ColumnId> columns(SegmentHead head) {
        Set<ColumnId> columns = new LinkedHashSet<>(query.order().timeColumns());
        columns.addAll(matcher.columns(head));
        return columns;
    }

    /** @param matches rows that are looked at, when they are of the time */
    Parted part(R rows, int[] matches) {
        BitSet chosen = new BitSet(rows.size());
        for (int row : matcher.match(rows)) {
            chosen.set(row);
        }
        BitSet selected = new BitSet(rows.size());
        BitSet rest = new BitSet(rows.size());
        for (int row : matches) {
            long time = rows.timeUnixNano(row);
            if (query.range().contains(time)) {
                boolean isSelected = chosen.get(row) && query.selected().range().contains(time);
                (isSelected ? selected : rest).set(row);
            }
        }
        return new Parted(selected, rest);
    }
}
