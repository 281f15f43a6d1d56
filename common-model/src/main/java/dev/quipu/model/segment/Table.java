package dev.quipu.model.segment;

/**
 * Records as columns in memory: what requests are read into, segments are written from, and segments are read back
 * into when they are merged. Every field is one long a row; byte strings are references into the shared pool.
 * Rows are appended, and can be cut back. Not thread-safe.
 */
final class Table {

    private final Schema schema;
    private final BytesPool pool;
    private final LongArray[] fields;
    private final AttributeColumns attributeColumns;
    /** Of attribute a: its column, and its value as bits or as a pool reference. */
    private final LongArray attributeColumn = new LongArray(64);

    private final LongArray attributeValue = new LongArray(64);
    /** One past the last attribute of each row. */
    private final LongArray attributeEnds = new LongArray(16);

    private final Table[] nested;
    /** One past the last nested row of each row, for each nested table. */
    private final LongArray[] nestedEnds;

    private int rows;

    /** @param maxAttributeColumns see {@link AttributeColumns} */
    Table(Schema schema, BytesPool pool, int expectedRows, int maxAttributeColumns) {
        this.schema = schema;
        this.pool = pool;
        this.attributeColumns = new AttributeColumns(maxAttributeColumns);
        fields = new LongArray[schema.fields().size()];
        for (int i = 0; i < fields.length; i++) {
            fields[i] = new LongArray(expectedRows);
        }
        nested = new Table[schema.nested().size()];
        nestedEnds = new LongArray[nested.length];
        for (int i = 0; i < nested.length; i++) {
            nested[i] = new Table(schema.nested().get(i), pool, 16, maxAttributeColumns);
            nestedEnds[i] = new LongArray(expectedRows);
        }
    }

    Schema schema() {
        return schema;
    }

    BytesPool pool() {
        return pool;
    }

    int rows() {
        return rows;
    }

    long get(int field, int row) {
        return fields[field].get(row);
    }

    void set(int field, int row, long value) {
        fields[field].set(row, value);
    }

    /** The field's values at 0 to {@link #rows()}. */
    long[] values(int field) {
        return fields[field].array();
    }

    /** Sets a field of the row being appended; every field has to be added once before {@link #endRow}. */
    void add(int field, long value) {
        fields[field].add(value);
    }

    AttributeColumns attributeColumns() {
        return attributeColumns;
    }

    /** Adds an attribute to the row being appended. */
    void addAttribute(int column, long value) {
        attributeColumn.add(column);
        attributeValue.add(value);
    }

    int attributesBegin(int row) {
        return row == 0 ? 0 : (int) attributeEnds.get(row - 1);
    }

    int attributesEnd(int row) {
        return (int) attributeEnds.get(row);
    }

    int attributeColumn(int attribute) {
        return (int) attributeColumn.get(attribute);
    }

    long attributeValue(int attribute) {
        return attributeValue.get(attribute);
    }

    Table nested(int index) {
        return nested[index];
    }

    int nestedBegin(int index, int row) {
        return row == 0 ? 0 : (int) nestedEnds[index].get(row - 1);
    }

    int nestedEnd(int index, int row) {
        return (int) nestedEnds[index].get(row);
    }

    /** Completes the row being appended, with the attributes and nested rows added since the last one. */
    void endRow() {
        attributeEnds.add(attributeColumn.size());
        for (int i = 0; i < nested.length; i++) {
            nestedEnds[i].add(nested[i].rows);
        }
        rows++;
    }

    /** Bytes of the row's texts and other pooled values, nested rows included. */
    long pooledBytes(int row) {
        long bytes = 0;
        for (int field = 0; field < fields.length; field++) {
            if (schema.fields().get(field).type().isPooled()) {
                bytes += pool.length((int) get(field, row));
            }
        }
        for (int attribute = attributesBegin(row); attribute < attributesEnd(row); attribute++) {
            if (attributeColumns.type(attributeColumn(attribute)).isPooled()) {
                bytes += pool.length((int) attributeValue(attribute));
            }
        }
        for (int index = 0; index < nested.length; index++) {
            for (int child = nestedBegin(index, row); child < nestedEnd(index, row); child++) {
                bytes += nested[index].pooledBytes(child);
            }
        }
        return bytes;
    }

    /** Forgets all rows from {@code row} on, and whatever was added of an unfinished one. */
    void truncate(int row) {
        for (LongArray field : fields) {
            field.truncate(row);
        }
        attributeEnds.truncate(row);
        int attributes = row == 0 ? 0 : (int) attributeEnds.get(row - 1);
        attributeColumn.truncate(attributes);
        attributeValue.truncate(attributes);
        for (int i = 0; i < nested.length; i++) {
            nestedEnds[i].truncate(row);
            nested[i].truncate(row == 0 ? 0 : (int) nestedEnds[i].get(row - 1));
        }
        rows = row;
    }
}
