package dev.quipu.model.segment;

/** Fields of a span, or of its events, that are text. */
public enum SpanText {
    NAME(TracesSchema.SCHEMA, TracesSchema.NAME),
    STATUS_MESSAGE(TracesSchema.SCHEMA, TracesSchema.STATUS_MESSAGE),
    EVENT_NAME(TracesSchema.EVENT_SCHEMA, TracesSchema.EVENT_NAME);

    private final Schema schema;
    private final int field;

    SpanText(Schema schema, int field) {
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
