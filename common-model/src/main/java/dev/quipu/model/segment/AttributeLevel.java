package dev.quipu.model.segment;

/** Whose attributes: those that have columns of their own. */
public enum AttributeLevel {
    SPAN(TracesSchema.SCHEMA),
    EVENT(TracesSchema.EVENT_SCHEMA),
    LINK(TracesSchema.LINK_SCHEMA);

    private final Schema schema;

    AttributeLevel(Schema schema) {
        this.schema = schema;
    }

    Schema schema() {
        return schema;
    }

    /** Position of the nested table among the span's; -1 for the span itself. */
    int nested() {
        return ordinal() - 1;
    }

    /** The table's name in column ids and attribute entries. */
    public String table() {
        return schema.name();
    }
}
