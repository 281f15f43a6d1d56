package dev.quipu.model.segment;

import java.util.List;

/** The columns of {@code logs}. The constants are positions in the schema's field list. */
final class LogsSchema {

    static final int RESOURCE = 0;
    static final int SCOPE = 1;
    static final int TIME = 2;
    static final int OBSERVED_TIME = 3;
    static final int SEVERITY_NUMBER = 4;
    static final int SEVERITY_TEXT = 5;
    /** 0 without a body, otherwise one more than the ordinal of its {@link ValueType}. */
    static final int BODY_TYPE = 6;
    /** Text and bytes as they are, arrays and maps as {@code AnyValue} messages; empty for all others. */
    static final int BODY = 7;
    /** The bits of a number or truth value; 0 for all others. */
    static final int BODY_NUMBER = 8;

    static final int TRACE_ID_HIGH = 9;
    static final int TRACE_ID_LOW = 10;
    static final int SPAN_ID = 11;
    static final int FLAGS = 12;
    static final int DROPPED_ATTRIBUTES = 13;
    static final int EVENT_NAME = 14;

    static final Schema SCHEMA = new Schema(
            "log",
            List.of(
                    Schema.Field.reference("resource", ColumnId.RESOURCES),
                    Schema.Field.reference("scope", ColumnId.SCOPES),
                    new Schema.Field("time", FieldType.TIME),
                    new Schema.Field("observedTime", FieldType.TIME),
                    new Schema.Field("severityNumber", FieldType.CODE),
                    new Schema.Field("severityText", FieldType.STRING),
                    new Schema.Field("bodyType", FieldType.CODE),
                    new Schema.Field("body", FieldType.LINES),
                    new Schema.Field("bodyNumber", FieldType.NUMBER),
                    new Schema.Field("traceIdHigh", FieldType.RUN_ID),
                    new Schema.Field("traceIdLow", FieldType.RUN_ID),
                    new Schema.Field("spanId", FieldType.RUN_ID),
                    new Schema.Field("flags", FieldType.CODE),
                    new Schema.Field("droppedAttributesCount", FieldType.CODE),
                    new Schema.Field("eventName", FieldType.STRING)),
            true,
            List.of());

    private static final List<ValueType> BODY_TYPES = List.of(ValueType.values());

    private LogsSchema() {}

    static int codeOfBody(ValueType type) {
        return type.ordinal() + 1;
    }

    /** The type of a body whose code is not 0. */
    static ValueType typeOfBody(long code) {
        if (code < 1 || code > BODY_TYPES.size()) {
            throw new SegmentFormatException("log.bodyType", "1 to " + BODY_TYPES.size(), Long.toString(code));
        }
        return BODY_TYPES.get((int) code - 1);
    }
}
