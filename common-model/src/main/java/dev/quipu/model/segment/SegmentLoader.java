package dev.quipu.model.segment;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads whole segments back into a table, to be written again in another cut. */
final class SegmentLoader {

    private final RecordTable table;

    SegmentLoader(RecordTable table) {
        this.table = table;
    }

    void load(Segment segment) {
        SegmentReader reader = SegmentReader.of(segment);
        Map<Integer, int[]> rowOf = new HashMap<>();
        List<Schema.Field> fields = table.layout.schema().fields();
        for (int field = 0; field < fields.size(); field++) {
            if (fields.get(field).type() == FieldType.REFERENCE) {
                ByteStrings blocks = reader.side(ColumnId.side(fields.get(field).side()));
                rowOf.put(field, loadSide(blocks, table.side(field)));
            }
        }
        for (int group = 0; group < segment.head().rowGroupCount(); group++) {
            TableSlice slice = table.layout.slice(reader, group);
            RowCopier copier = new RowCopier(slice, table.records, table.pool);
            rowOf.forEach(copier::mapReferences);
            copier.copyAll();
        }
    }

    private static int[] loadSide(ByteStrings blocks, SideTable side) {
        int[] rowOf = new int[blocks.rows()];
        for (int row = 0; row < rowOf.length; row++) {
            int code = blocks.code(row);
            rowOf[row] = side.rowOf(blocks.buffer(), blocks.offset(code), blocks.length(code));
        }
        return rowOf;
    }

    /** Appends the rows of one decoded group to a table, nested rows with them. */
    private static final class RowCopier {

        private final TableSlice from;
        private final Table to;
        private final long[][] fields;
        private final int[] columnOf;
        private final long[][] values;
        private final int[] next;
        private final List<RowCopier> nested;

        RowCopier(TableSlice from, Table to, BytesPool pool) {
            this.from = from;
            this.to = to;
            Schema schema = from.schema();
            fields = new long[schema.fields().size()][];
            for (int field = 0; field < fields.length; field++) {
                fields[field] = schema.fields().get(field).type().isPooled()
                        ? intern(from.strings(field), pool)
                        : from.numbers(field);
            }
            AttributeSlice attributes = from.attributes();
            int columns = attributes.columns().size();
            columnOf = new int[columns];
            values = new long[columns][];
            next = new int[columns];
            for (int column = 0; column < columns; column++) {
                ColumnId id = attributes.columns().get(column);
                byte[] key = id.name().getBytes(java.nio.charset.StandardCharsets.UTF_8);
                columnOf[column] = to.attributeColumns().columnOf(pool.intern(key, 0, key.length), id.type());
                values[column] =
                        id.type().isPooled() ? intern(attributes.strings(column), pool) : attributes.numbers(column);
            }
            nested = java.util.stream.IntStream.range(0, schema.nested().size())
                    .mapToObj(index -> new RowCopier(from.nested(index), to.nested(index), pool))
                    .toList();
        }

        /** Pool references of a column's values, row by row. */
        private static long[] intern(ByteStrings strings, BytesPool pool) {
            long[] ofCode = new long[strings.distinct()];
            for (int code = 0; code < ofCode.length; code++) {
                ofCode[code] = pool.intern(strings.buffer(), strings.offset(code), strings.length(code));
            }
            long[] references = new long[strings.rows()];
            for (int row = 0; row < references.length; row++) {
                references[row] = ofCode[strings.code(row)];
            }
            return references;
        }

        void mapReferences(int field, int[] rowOf) {
            long[] mapped = new long[fields[field].length];
            for (int row = 0; row < mapped.length; row++) {
                mapped[row] = rowOf[(int) fields[field][row]];
            }
            fields[field] = mapped;
        }

        void copyAll() {
            copy(0, from.rows());
        }

        private void copy(int begin, int end) {
            for (int row = begin; row < end; row++) {
                for (int field = 0; field < fields.length; field++) {
                    to.add(field, fields[field][row]);
                }
                for (int column : from.attributes().shape(row)) {
                    to.addAttribute(columnOf[column], values[column][next[column]++]);
                }
                for (int index = 0; index < nested.size(); index++) {
                    int[] ends = from.nestedEnds(index);
                    nested.get(index).copy(row == 0 ? 0 : ends[row - 1], ends[row]);
                }
                to.endRow();
            }
        }
    }
}
