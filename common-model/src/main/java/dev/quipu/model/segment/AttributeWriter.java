package dev.quipu.model.segment;

import dev.quipu.model.segment.SegmentHead.Chunk;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Writes a table's attributes: one column of shapes, and one of values for each (key, type).
 *
 * <pre>
 * shapes chunk := varint length, compressed(varint k, k × (varint n, n × varint column number), packed codes of rows)
 * </pre>
 *
 * Column numbers count the table's ATTRIBUTE columns in the order of the directory. A value column holds the values of
 * its rows one after the other; a row whose shape names the column twice has two of them.
 */
final class AttributeWriter {

    private final BodyWriter out;
    private final Table table;
    private final int[] rows;
    private final int[] groupEnds;
    /** Number that a column of the table has in the segment, plus one; 0 for columns that no chosen row uses. */
    private final int[] numberOf;

    /** Values of each numbered column; the column of the table and one past the last value of each group beside. */
    private LongArray[] values = new LongArray[64];

    private int[][] valueEnds = new int[64][];
    private int[] tableColumns = new int[64];
    private int size;

    AttributeWriter(BodyWriter out, Table table, int[] rows, int[] groupEnds) {
        this.out = out;
        this.table = table;
        this.rows = rows;
        this.groupEnds = groupEnds;
        this.numberOf = new int[table.attributeColumns().size()];
    }

    void write() {
        distribute();
        if (size == 0) {
            return;
        }
        writeShapes();
        AttributeColumns columns = table.attributeColumns();
        for (int number = 0; number < size; number++) {
            int column = tableColumns[number];
            ColumnId id = ColumnId.attribute(table.schema(), out.keyText(columns.key(column)), columns.type(column));
            out.writeAttribute(id, columns.key(column), values[number], valueEnds[number]);
        }
    }

    /** Puts every value into its column's list, in row order. */
    private void distribute() {
        int row = 0;
        for (int group = 0; group < groupEnds.length; group++) {
            for (; row < groupEnds[group]; row++) {
                int end = table.attributesEnd(rows[row]);
                for (int attribute = table.attributesBegin(rows[row]); attribute < end; attribute++) {
                    int column = table.attributeColumn(attribute);
                    if (numberOf[column] == 0) {
                        addColumn(column);
                    }
                    values[numberOf[column] - 1].add(table.attributeValue(attribute));
                }
            }
            for (int number = 0; number < size; number++) {
                valueEnds[number][group] = values[number].size();
            }
        }
    }

    private void addColumn(int column) {
        if (size == values.length) {
            values = Arrays.copyOf(values, 2 * size);
            valueEnds = Arrays.copyOf(valueEnds, 2 * size);
            tableColumns = Arrays.copyOf(tableColumns, 2 * size);
        }
        tableColumns[size] = column;
        values[size] = new LongArray(Math.min(rows.length, 1024));
        valueEnds[size] = new int[groupEnds.length];
        numberOf[column] = ++size;
    }

    private void writeShapes() {
        ShapeDictionary dictionary = new ShapeDictionary(table);
        List<Chunk> chunks = new ArrayList<>();
        ByteSink shapes = new ByteSink(1 << 12);
        int from = 0;
        for (int end : groupEnds) {
            int[] codes = new int[end - from];
            dictionary.clear();
            for (int i = 0; i < codes.length; i++) {
                codes[i] = dictionary.shapeOf(rows[from + i]);
            }
            shapes.clear();
            shapes.writeVarint(dictionary.size());
            for (int shape = 0; shape < dictionary.size(); shape++) {
                writeShape(shapes, dictionary.exampleRow(shape));
            }
            PackedCodes.write(shapes, codes, codes.length, Math.max(1, dictionary.size()));
            chunks.add(out.writeShapes(shapes, codes.length));
            from = end;
        }
        out.add(ColumnId.shape(table.schema()), Arrays.stream(groupEnds).max().orElse(0), chunks);
    }

    private void writeShape(ByteSink shapes, int row) {
        int begin = table.attributesBegin(row);
        int end = table.attributesEnd(row);
        shapes.writeVarint(end - begin);
        for (int attribute = begin; attribute < end; attribute++) {
            shapes.writeVarint(numberOf[table.attributeColumn(attribute)] - 1);
        }
    }
}
