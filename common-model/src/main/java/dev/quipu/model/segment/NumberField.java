package dev.quipu.model.segment;

/** Fields of records that are numbers. */
public enum NumberField {
    START_TIME(TracesSchema.SCHEMA, TracesSchema.START_TIME),
    DURATION(TracesSchema.SCHEMA, TracesSchema.DURATION),
    KIND(TracesSchema.SCHEMA, TracesSchema.KIND),
    STATUS_CODE(TracesSchema.SCHEMA, TracesSchema.STATUS_CODE),
    SPAN_ID(TracesSchema.SCHEMA, TracesSchema.SPAN_ID),
    PARENT_SPAN_ID(TracesSchema.SCHEMA, TracesSchema.PARENT_SPAN_ID),
    SEVERITY_NUMBER(LogsSchema.SCHEMA, LogsSchema.SEVERITY_NUMBER),
    SPAN_ID_OF_LOG(LogsSchema.SCHEMA, LogsSchema.SPAN_ID);

    private final Schema schema;
    private final int field;

    NumberField(Schema schema, int field) {
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
