package dev.quipu.model.segment;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One row group of a table, column by column as asked for; each is decoded once. Not thread-safe. */
final class TableSlice {

    private final SegmentReader reader;
    private final Schema schema;
    private final int rowGroup;
    private final int rows;
    private final long[] @Nullable [] numbers;
    private final @Nullable ByteStrings[] strings;
    private final @Nullable TableSlice[] nested;
    private final int[] @Nullable [] nestedEnds;
    private @Nullable AttributeSlice attributes;

    TableSlice(SegmentReader reader, Schema schema, int rowGroup, int rows) {
        this.reader = reader;
        this.schema = schema;
        this.rowGroup = rowGroup;
        this.rows = rows;
        this.numbers = new long[schema.fields().size()][];
        this.strings = new ByteStrings[schema.fields().size()];
        this.nested = new TableSlice[schema.nested().size()];
        this.nestedEnds = new int[schema.nested().size()][];
    }

    int rows() {
        return rows;
    }

    Schema schema() {
        return schema;
    }

    /** A field's numbers; zeros when the segment has no such column. */
    long[] numbers(int field) {
        long[] known = numbers[field];
        if (known == null) {
            ColumnId id = ColumnId.field(schema, field);
            known = checked(id, reader.numbers(id, rowGroup).orElseGet(() -> new long[rows]));
            Schema.Field described = schema.fields().get(field);
            if (described.type() == FieldType.REFERENCE) {
                checkReferences(id, known, reader.count(ColumnId.side(described.side()), 0));
            }
            numbers[field] = known;
        }
        return known;
    }

    private static void checkReferences(ColumnId id, long[] references, int sideRows) {
        for (long reference : references) {
            if (reference < 0 || reference >= sideRows) {
                throw new SegmentFormatException(
                        id.toString(), "one of " + sideRows + " rows", Long.toString(reference));
            }
        }
    }

    /** Gives a field that is decoded with the help of others. */
    void setNumbers(int field, long[] values) {
        numbers[field] = values;
    }

    boolean hasNumbers(int field) {
        return numbers[field] != null;
    }

    ByteStrings strings(int field) {
        ByteStrings known = strings[field];
        if (known == null) {
            ColumnId id = ColumnId.field(schema, field);
            known = checked(id, reader.pooled(id, rowGroup).orElseGet(() -> ByteStrings.empty(rows)));
            strings[field] = known;
        }
        return known;
    }

    /** A field's texts; empty when surely none of them has all of the runs. All of its values must be texts. */
    Optional<ByteStrings> textsHolding(int field, List<TextRun> runs) {
        ByteStrings known = strings[field];
        ColumnId id = ColumnId.field(schema, field);
        if (known != null || reader.count(id, rowGroup) == 0) {
            return Optional.of(strings(field));
        }
        Optional<ByteStrings> holding = reader.textsHolding(id, rowGroup, runs);
        holding.ifPresent(read -> strings[field] = checked(id, read));
        return holding;
    }

    private ByteStrings checked(ColumnId id, ByteStrings values) {
        if (values.rows() != rows) {
            throw new SegmentFormatException(id.toString(), rows + " values", Integer.toString(values.rows()));
        }
        return values;
    }

    private long[] checked(ColumnId id, long[] values) {
        if (values.length != rows) {
            throw new SegmentFormatException(id.toString(), rows + " values", Integer.toString(values.length));
        }
        return values;
    }

    /** One past the last nested row of each row. */
    int[] nestedEnds(int index) {
        int[] known = nestedEnds[index];
        if (known == null) {
            ColumnId id = ColumnId.count(schema, schema.nested().get(index));
            long[] counts = checked(id, reader.numbers(id, rowGroup).orElseGet(() -> new long[rows]));
            known = new int[rows];
            long end = 0;
            for (int row = 0; row < rows; row++) {
                end += counts[row];
                if (counts[row] < 0 || end > Integer.MAX_VALUE) {
                    throw new SegmentFormatException(id.toString(), "counts of 0 or more", Long.toString(counts[row]));
                }
                known[row] = (int) end;
            }
            nestedEnds[index] = known;
        }
        return known;
    }

    TableSlice nested(int index) {
        TableSlice known = nested[index];
        if (known == null) {
            int[] ends = nestedEnds(index);
            Schema child = schema.nested().get(index);
            int childRows = rows == 0 ? 0 : ends[rows - 1];
            int stored = reader.count(ColumnId.field(child, 0), rowGroup);
            if (childRows != stored) {
                throw new SegmentFormatException(
                        schema.name() + "." + child.name(), childRows + " rows", Integer.toString(stored));
            }
            known = new TableSlice(reader, child, rowGroup, childRows);
            nested[index] = known;
        }
        return known;
    }

    AttributeSlice attributes() {
        AttributeSlice known = attributes;
        if (known == null) {
            known = AttributeSlice.read(reader, schema, rowGroup, rows);
            attributes = known;
        }
        return known;
    }
}
