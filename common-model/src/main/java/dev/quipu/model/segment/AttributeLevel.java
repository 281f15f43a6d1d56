package dev.quipu.model.segment;

/** Whose attributes: those that have columns of their own. */
public enum AttributeLevel {
    SPAN(TracesSchema.SCHEMA, -1),
    EVENT(TracesSchema.EVENT_SCHEMA, TracesSchema.EVENTS),
    LINK(TracesSchema.LINK_SCHEMA, TracesSchema.LINKS),
    LOG(LogsSchema.SCHEMA, -1);

    private final Schema schema;
    private final int nested;

    AttributeLevel(Schema schema, int nested) {
        this.schema = schema;
        this.nested = nested;
    }

    Schema schema() {
        return schema;
    }

    /** Position of the nested table among the record's; -1 for the record itself. */
    int nested() {
        return nested;
    }

    /** The table's name in column ids and attribute entries. */
    public String table() {
        return schema.name();
    }
}
