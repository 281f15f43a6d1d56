package dev.quipu.model.segment;

/**
 * Names a column of a segment.
 *
 * @param table {@code span}, {@code event}, {@code link} or {@code log}; the segment itself is {@code segment}
 * @param name the field's name, the attribute's key, or the nested table's name
 * @param type of an attribute's values; {@link ValueType#EMPTY} for other columns
 */
public record ColumnId(String table, Kind kind, String name, ValueType type) {

    /** What a column is for. The ordinal is part of the segment format. */
    public enum Kind {
        /** A fixed field of the schema. */
        FIELD,
        /** How many rows of a nested table each row has. */
        COUNT,
        /** Which attributes each row has, in order. */
        SHAPE,
        /** Values of one attribute, for the rows that have it. */
        ATTRIBUTE,
        /** Resources or scopes, once per segment. */
        SIDE
    }

    static final String SEGMENT = "segment";

    static final ColumnId RESOURCES = side("resources");
    static final ColumnId SCOPES = side("scopes");

    static ColumnId side(String name) {
        return new ColumnId(SEGMENT, Kind.SIDE, name, ValueType.EMPTY);
    }

    static ColumnId field(Schema schema, int field) {
        return new ColumnId(
                schema.name(), Kind.FIELD, schema.fields().get(field).name(), ValueType.EMPTY);
    }

    static ColumnId count(Schema schema, Schema nested) {
        return new ColumnId(schema.name(), Kind.COUNT, nested.name(), ValueType.EMPTY);
    }

    static ColumnId shape(Schema schema) {
        return new ColumnId(schema.name(), Kind.SHAPE, "", ValueType.EMPTY);
    }

    static ColumnId attribute(Schema schema, String key, ValueType type) {
        return new ColumnId(schema.name(), Kind.ATTRIBUTE, key, type);
    }

    @Override
    public String toString() {
        return switch (kind) {
            case FIELD -> table + "." + name;
            case COUNT -> table + "." + name + ".count";
            case SHAPE -> table + ".attributes";
            case ATTRIBUTE -> table + ".attributes[" + name + "]:" + type;
            case SIDE -> name;
        };
    }
}
