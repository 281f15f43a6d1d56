package dev.quipu.model.segment;

import java.util.List;

/** The columns of {@code traces}. The constants are positions in the schema's field lists. */
final class TracesSchema {

    static final int TRACE_ID_HIGH = 0;
    static final int TRACE_ID_LOW = 1;
    static final int SPAN_ID = 2;
    static final int PARENT_SPAN_ID = 3;
    static final int START_TIME = 4;
    static final int DURATION = 5;
    static final int RESOURCE = 6;
    static final int SCOPE = 7;
    static final int NAME = 8;
    static final int KIND = 9;
    static final int STATUS_CODE = 10;
    static final int STATUS_MESSAGE = 11;
    static final int TRACE_STATE = 12;
    static final int FLAGS = 13;
    static final int DROPPED_ATTRIBUTES = 14;
    static final int DROPPED_EVENTS = 15;
    static final int DROPPED_LINKS = 16;

    /** Positions of the nested tables. */
    static final int EVENTS = 0;

    static final int LINKS = 1;

    static final int EVENT_TIME = 0;
    static final int EVENT_NAME = 1;
    static final int EVENT_DROPPED_ATTRIBUTES = 2;

    static final int LINK_TRACE_ID_HIGH = 0;
    static final int LINK_TRACE_ID_LOW = 1;
    static final int LINK_SPAN_ID = 2;
    static final int LINK_TRACE_STATE = 3;
    static final int LINK_DROPPED_ATTRIBUTES = 4;
    static final int LINK_FLAGS = 5;

    static final Schema EVENT_SCHEMA = new Schema(
            "event",
            List.of(
                    new Schema.Field("time", FieldType.TIME),
                    new Schema.Field("name", FieldType.STRING),
                    new Schema.Field("droppedAttributesCount", FieldType.CODE)),
            true,
            List.of());

    static final Schema LINK_SCHEMA = new Schema(
            "link",
            List.of(
                    new Schema.Field("traceIdHigh", FieldType.ID),
                    new Schema.Field("traceIdLow", FieldType.ID),
                    new Schema.Field("spanId", FieldType.ID),
                    new Schema.Field("traceState", FieldType.STRING),
                    new Schema.Field("droppedAttributesCount", FieldType.CODE),
                    new Schema.Field("flags", FieldType.CODE)),
            true,
            List.of());

    static final Schema SCHEMA = new Schema(
            "span",
            List.of(
                    new Schema.Field("traceIdHigh", FieldType.RUN_ID),
                    new Schema.Field("traceIdLow", FieldType.RUN_ID),
                    new Schema.Field("spanId", FieldType.ID),
                    new Schema.Field("parentSpanId", FieldType.ROW_ID),
                    new Schema.Field("startTime", FieldType.TIME),
                    new Schema.Field("duration", FieldType.NUMBER),
                    Schema.Field.reference("resource", ColumnId.RESOURCES),
                    Schema.Field.reference("scope", ColumnId.SCOPES),
                    new Schema.Field("name", FieldType.STRING),
                    new Schema.Field("kind", FieldType.CODE),
                    new Schema.Field("statusCode", FieldType.CODE),
                    new Schema.Field("statusMessage", FieldType.STRING),
                    new Schema.Field("traceState", FieldType.STRING),
                    new Schema.Field("flags", FieldType.CODE),
                    new Schema.Field("droppedAttributesCount", FieldType.CODE),
                    new Schema.Field("droppedEventsCount", FieldType.CODE),
                    new Schema.Field("droppedLinksCount", FieldType.CODE)),
            true,
            List.of(EVENT_SCHEMA, LINK_SCHEMA));

    private TracesSchema() {}
}
