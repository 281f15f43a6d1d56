package dev.quipu.model.segment;

import dev.quipu.model.AnyValue;
import dev.quipu.model.KeyValue;
import dev.quipu.model.otlp.AnyValueWire;
import dev.quipu.model.otlp.ProtoReader;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The attributes of one row group of a table: the shape of each row, and values by column as asked for. */
final class AttributeSlice {

    private final SegmentReader reader;
    private final int rowGroup;
    private final List<ColumnId> columns;
    private final int[][] shapes;
    private final int[] shapeOfRow;
    private final long[] @Nullable [] numbers;
    private final @Nullable ByteStrings[] strings;

    private AttributeSlice(
            SegmentReader reader, int rowGroup, List<ColumnId> columns, int[][] shapes, int[] shapeOfRow) {
        this.reader = reader;
        this.rowGroup = rowGroup;
        this.columns = columns;
        this.shapes = shapes;
        this.shapeOfRow = shapeOfRow;
        this.numbers = new long[columns.size()][];
        this.strings = new ByteStrings[columns.size()];
    }

    static AttributeSlice read(SegmentReader reader, Schema schema, int rowGroup, int rows) {
        List<ColumnId> columns = new ArrayList<>();
        for (ColumnId id : reader.head().columns().keySet()) {
            if (id.kind() == ColumnId.Kind.ATTRIBUTE && id.table().equals(schema.name())) {
                columns.add(id);
            }
        }
        ColumnId id = ColumnId.shape(schema);
        ByteSource chunk = reader.raw(id, rowGroup).orElse(null);
        if (chunk == null || rows == 0) {
            return new AttributeSlice(reader, rowGroup, columns, new int[1][0], new int[rows]);
        }
        int length = chunk.readCount("a length", 256 << 20);
        ByteSource in = new ByteSource(id.toString(), Chunks.readCompressed(id.toString(), chunk, length));
        int[][] shapes = new int[in.readCount("shapes", Math.min(rows, in.remaining()))][];
        for (int shape = 0; shape < shapes.length; shape++) {
            shapes[shape] = new int[in.readCount("attributes")];
            for (int i = 0; i < shapes[shape].length; i++) {
                shapes[shape][i] = in.readCount("a column", columns.size() - 1);
            }
        }
        return new AttributeSlice(reader, rowGroup, columns, shapes, PackedCodes.read(in, rows, shapes.length));
    }

    /** The table's attribute columns; the position is the column's number. */
    List<ColumnId> columns() {
        return columns;
    }

    /** Column numbers of the row's attributes, in order. */
    int[] shape(int row) {
        return shapes[shapeOfRow[row]];
    }

    /** Rows that hold a value of the column, one entry per value: entry i is the row of value i. */
    int[] rowsOf(int column) {
        int[] occurrences = new int[shapes.length];
        for (int shape = 0; shape < shapes.length; shape++) {
            for (int named : shapes[shape]) {
                occurrences[shape] += named == column ? 1 : 0;
            }
        }
        int[] rows = new int[reader.count(columns.get(column), rowGroup)];
        int next = 0;
        for (int row = 0; row < shapeOfRow.length; row++) {
            for (int i = occurrences[shapeOfRow[row]]; i > 0; i--) {
                if (next == rows.length) {
                    throw tooFew(column, next + 1, rows.length);
                }
                rows[next++] = row;
            }
        }
        if (next != rows.length) {
            throw tooFew(column, next, rows.length);
        }
        return rows;
    }

    private SegmentFormatException tooFew(int column, int expected, int got) {
        return new SegmentFormatException(
                columns.get(column).toString(), expected + " values as the shapes say", Integer.toString(got));
    }

    long[] numbers(int column) {
        long[] known = numbers[column];
        if (known == null) {
            known = reader.numbers(columns.get(column), rowGroup).orElse(new long[0]);
            numbers[column] = known;
        }
        return known;
    }

    ByteStrings strings(int column) {
        ByteStrings known = strings[column];
        if (known == null) {
            known = reader.pooled(columns.get(column), rowGroup).orElse(ByteStrings.NONE);
            strings[column] = known;
        }
        return known;
    }

    /** How many values of each column come before the row. */
    int[] valuesBefore(int row) {
        int[] rowsOfShape = new int[shapes.length];
        for (int i = 0; i < row; i++) {
            rowsOfShape[shapeOfRow[i]]++;
        }
        int[] before = new int[columns.size()];
        for (int shape = 0; shape < shapes.length; shape++) {
            if (rowsOfShape[shape] > 0) {
                for (int column : shapes[shape]) {
                    before[column] += rowsOfShape[shape];
                }
            }
        }
        return before;
    }

    /**
     * The attributes of a row.
     *
     * @param next as {@link #valuesBefore} gives it for the row; moved on to the next row
     */
    List<KeyValue> attributes(int row, int[] next) {
        int[] shape = shape(row);
        List<KeyValue> attributes = new ArrayList<>(shape.length);
        for (int column : shape) {
            attributes.add(attribute(column, next[column]++));
        }
        return attributes;
    }

    private KeyValue attribute(int column, int index) {
        ColumnId id = columns.get(column);
        int available = id.type().isPooled() ? strings(column).rows() : numbers(column).length;
        if (index >= available) {
            throw tooFew(column, index + 1, available);
        }
        return switch (id.type()) {
            case STRING -> new KeyValue(id.name(), AnyValue.of(strings(column).text(index)));
            case BOOL -> new KeyValue(id.name(), AnyValue.of(numbers(column)[index] != 0));
            case INT -> new KeyValue(id.name(), AnyValue.of(numbers(column)[index]));
            case DOUBLE -> new KeyValue(id.name(), AnyValue.of(Double.longBitsToDouble(numbers(column)[index])));
            case EMPTY -> new KeyValue(id.name(), AnyValue.EMPTY);
            case BYTES ->
                new KeyValue(
                        id.name(),
                        new AnyValue.BytesValue(
                                strings(column).copy(strings(column).code(index))));
            case ARRAY, MAP ->
                new KeyValue(id.name(), SegmentReader.message(id, () -> AnyValueWire.read(message(column, index))));
            case OVERFLOW -> SegmentReader.message(id, () -> AnyValueWire.readKeyValue(message(column, index)));
        };
    }

    private ProtoReader message(int column, int index) {
        ByteStrings values = strings(column);
        int code = values.code(index);
        return new ProtoReader(values.buffer(), values.offset(code), values.length(code));
    }
}
