package dev.quipu.model.segment;

import java.util.List;

/**
 * The columns of a signal's records: fixed fields, attributes when {@code attributed}, and nested tables that hold
 * any number of rows per record (events, links).
 *
 * @param name names the table in column ids and errors
 */
record Schema(String name, List<Field> fields, boolean attributed, List<Schema> nested) {

    /** One fixed column. */
    record Field(String name, FieldType type) {}

    Schema {
        fields = List.copyOf(fields);
        nested = List.copyOf(nested);
    }
}
