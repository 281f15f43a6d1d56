package dev.quipu.model.segment;

/** Fields of a span that are numbers. */
public enum SpanNumber {
    START_TIME(TracesSchema.START_TIME),
    DURATION(TracesSchema.DURATION),
    KIND(TracesSchema.KIND),
    STATUS_CODE(TracesSchema.STATUS_CODE),
    SPAN_ID(TracesSchema.SPAN_ID),
    PARENT_SPAN_ID(TracesSchema.PARENT_SPAN_ID);

    private final int field;

    SpanNumber(int field) {
        this.field = field;
    }

    int field() {
        return field;
    }
}
