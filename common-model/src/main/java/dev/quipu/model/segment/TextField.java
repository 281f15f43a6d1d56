package dev.quipu.model.segment;

/** Fields of records, or of the events of spans, that are text. */
public enum TextField {
    NAME(TracesSchema.SCHEMA, TracesSchema.NAME),
    STATUS_MESSAGE(TracesSchema.SCHEMA, TracesSchema.STATUS_MESSAGE),
    EVENT_NAME(TracesSchema.EVENT_SCHEMA, TracesSchema.EVENT_NAME),
    SEVERITY_TEXT(LogsSchema.SCHEMA, LogsSchema.SEVERITY_TEXT),
    EVENT_NAME_OF_LOG(LogsSchema.SCHEMA, LogsSchema.EVENT_NAME);

    private final Schema schema;
    private final int field;

    TextField(Schema schema, int field) {
        this.schema = schema;
        this.field = field;
    }

    Schema schema() {
        return schema;
    }

    int field() {
        return field;
    }
}
