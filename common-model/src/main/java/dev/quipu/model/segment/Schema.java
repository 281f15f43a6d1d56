package dev.quipu.model.segment;

import java.util.List;

/**
 * The columns of a signal's records: fixed fields, attributes when {@code attributed}, and nested tables that hold
 * any number of rows per record (events, links).
 *
 * @param name names the table in column ids and errors
 */
record Schema(String name, List<Field> fields, boolean attributed, List<Schema> nested) {

    /**
     * One fixed column.
     *
     * @param side the column that a {@link FieldType#REFERENCE} refers to; itself an empty name otherwise
     */
    record Field(String name, FieldType type, String side) {

        Field(String name, FieldType type) {
            this(name, type, "");
        }

        static Field reference(String name, ColumnId side) {
            return new Field(name, FieldType.REFERENCE, side.name());
        }
    }

    Schema {
        fields = List.copyOf(fields);
        nested = List.copyOf(nested);
    }
}
