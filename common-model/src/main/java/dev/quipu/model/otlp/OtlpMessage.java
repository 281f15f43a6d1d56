package dev.quipu.model.otlp;

import dev.quipu.model.Signal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the JSON form needs to know of an OTLP message: its fields' names, numbers and types. The table follows
 * opentelemetry-proto; a field that is not in it is unknown and ignored, as the OTLP specification asks.
 */
final class OtlpMessage {

    /** How a field looks on the wire and in JSON. */
    enum Type {
        STRING,
        /** base64 in JSON */
        BYTES,
        /** trace and span ids: hex in OTLP/JSON, against protobuf's own JSON form */
        ID,
        BOOL,
        /** varint; a JSON number */
        INT32,
        UINT32,
        /** zigzag varint; a JSON number */
        SINT32,
        /** varint; a JSON string of digits */
        INT64,
        /** varint; a JSON string of digits, unsigned */
        UINT64,
        /** a JSON string of digits, unsigned */
        FIXED64,
        /** a JSON string of digits */
        SFIXED64,
        FIXED32,
        DOUBLE,
        /** varint; a JSON number */
        ENUM,
        MESSAGE
    }

    /**
     * One field.
     *
     * @param values names of an enum's values by number, accepted on the way in
     */
    record Field(
            int number,
            String name,
            Type type,
            boolean repeated,
            @Nullable Supplier<OtlpMessage> message,
            List<String> values) {

        Field list() {
            return new Field(number, name, type, true, message, values);
        }

        /** Whether a list of its values may be packed on the wire. */
        boolean isNumber() {
            return switch (type) {
                case STRING, BYTES, ID, MESSAGE -> false;
                case BOOL, INT32, UINT32, SINT32, INT64, UINT64, FIXED64, SFIXED64, FIXED32, DOUBLE, ENUM -> true;
            };
        }

        OtlpMessage nested() {
            if (message == null) {
                throw new IllegalStateException(name + ": expected a message field, got " + type);
            }
            return message.get();
        }
    }

    static Field field(int number, String name, Type type) {
        return new Field(number, name, type, false, null, List.of());
    }

    static Field field(int number, String name, Supplier<OtlpMessage> message) {
        return new Field(number, name, Type.MESSAGE, false, message, List.of());
    }

    static Field field(int number, String name, List<String> values) {
        return new Field(number, name, Type.ENUM, false, null, values);
    }

    private final Map<String, Field> byName = new HashMap<>();
    /** Numbers of OTLP's fields are small. */
    private final @Nullable Field[] byNumber = new Field[32];

    OtlpMessage(Field... fields) {
        for (Field field : fields) {
            byName.put(field.name(), field);
            byName.put(snakeCase(field.name()), field);
            byNumber[field.number()] = field;
        }
    }

    @Nullable
    Field named(String name) {
        return byName.get(name);
    }

    @Nullable
    Field numbered(int number) {
        return number < byNumber.length ? byNumber[number] : null;
    }

    private static String snakeCase(String camelCase) {
        return camelCase.replaceAll("([A-Z])", "_$1").toLowerCase(java.util.Locale.ROOT);
    }

    static final OtlpMessage ANY_VALUE = new OtlpMessage(
            field(1, "stringValue", Type.STRING),
            field(2, "boolValue", Type.BOOL),
            field(3, "intValue", Type.INT64),
            field(4, "doubleValue", Type.DOUBLE),
            field(5, "arrayValue", () -> OtlpMessage.ARRAY_VALUE),
            field(6, "kvlistValue", () -> OtlpMessage.KEY_VALUE_LIST),
            field(7, "bytesValue", Type.BYTES));

    static final OtlpMessage ARRAY_VALUE =
            new OtlpMessage(field(1, "values", () -> ANY_VALUE).list());

    static final OtlpMessage KEY_VALUE =
            new OtlpMessage(field(1, "key", Type.STRING), field(2, "value", () -> ANY_VALUE));

    static final OtlpMessage KEY_VALUE_LIST =
            new OtlpMessage(field(1, "values", () -> KEY_VALUE).list());

    private static final OtlpMessage ENTITY_REF = new OtlpMessage(
            field(1, "schemaUrl", Type.STRING),
            field(2, "type", Type.STRING),
            field(3, "idKeys", Type.STRING).list(),
            field(4, "descriptionKeys", Type.STRING).list());

    static final OtlpMessage RESOURCE = new OtlpMessage(
            field(1, "attributes", () -> KEY_VALUE).list(),
            field(2, "droppedAttributesCount", Type.UINT32),
            field(3, "entityRefs", () -> ENTITY_REF).list());

    static final OtlpMessage SCOPE = new OtlpMessage(
            field(1, "name", Type.STRING),
            field(2, "version", Type.STRING),
            field(3, "attributes", () -> KEY_VALUE).list(),
            field(4, "droppedAttributesCount", Type.UINT32));

    private static final OtlpMessage EVENT = new OtlpMessage(
            field(SpanField.EVENT_TIME, "timeUnixNano", Type.FIXED64),
            field(SpanField.EVENT_NAME, "name", Type.STRING),
            field(SpanField.EVENT_ATTRIBUTES, "attributes", () -> KEY_VALUE).list(),
            field(SpanField.EVENT_DROPPED_ATTRIBUTES, "droppedAttributesCount", Type.UINT32));

    private static final OtlpMessage LINK = new OtlpMessage(
            field(SpanField.LINK_TRACE_ID, "traceId", Type.ID),
            field(SpanField.LINK_SPAN_ID, "spanId", Type.ID),
            field(SpanField.LINK_TRACE_STATE, "traceState", Type.STRING),
            field(SpanField.LINK_ATTRIBUTES, "attributes", () -> KEY_VALUE).list(),
            field(SpanField.LINK_DROPPED_ATTRIBUTES, "droppedAttributesCount", Type.UINT32),
            field(SpanField.LINK_FLAGS, "flags", Type.FIXED32));

    private static final OtlpMessage STATUS = new OtlpMessage(
            field(SpanField.STATUS_MESSAGE, "message", Type.STRING),
            field(SpanField.STATUS_CODE, "code", List.of("STATUS_CODE_UNSET", "STATUS_CODE_OK", "STATUS_CODE_ERROR")));

    private static final OtlpMessage SPAN = new OtlpMessage(
            field(SpanField.TRACE_ID, "traceId", Type.ID),
            field(SpanField.SPAN_ID, "spanId", Type.ID),
            field(SpanField.TRACE_STATE, "traceState", Type.STRING),
            field(SpanField.PARENT_SPAN_ID, "parentSpanId", Type.ID),
            field(SpanField.NAME, "name", Type.STRING),
            field(
                    SpanField.KIND,
                    "kind",
                    List.of(
                            "SPAN_KIND_UNSPECIFIED",
                            "SPAN_KIND_INTERNAL",
                            "SPAN_KIND_SERVER",
                            "SPAN_KIND_CLIENT",
                            "SPAN_KIND_PRODUCER",
                            "SPAN_KIND_CONSUMER")),
            field(SpanField.START_TIME, "startTimeUnixNano", Type.FIXED64),
            field(SpanField.END_TIME, "endTimeUnixNano", Type.FIXED64),
            field(SpanField.ATTRIBUTES, "attributes", () -> KEY_VALUE).list(),
            field(SpanField.DROPPED_ATTRIBUTES, "droppedAttributesCount", Type.UINT32),
            field(SpanField.EVENTS, "events", () -> EVENT).list(),
            field(SpanField.DROPPED_EVENTS, "droppedEventsCount", Type.UINT32),
            field(SpanField.LINKS, "links", () -> LINK).list(),
            field(SpanField.DROPPED_LINKS, "droppedLinksCount", Type.UINT32),
            field(SpanField.STATUS, "status", () -> STATUS),
            field(SpanField.FLAGS, "flags", Type.FIXED32));

    private static final OtlpMessage SCOPE_SPANS = new OtlpMessage(
            field(ResourceWire.SUBJECT, "scope", () -> SCOPE),
            field(ResourceWire.CONTENT, "spans", () -> SPAN).list(),
            field(ResourceWire.SCHEMA_URL, "schemaUrl", Type.STRING));

    private static final OtlpMessage RESOURCE_SPANS = new OtlpMessage(
            field(ResourceWire.SUBJECT, "resource", () -> RESOURCE),
            field(ResourceWire.CONTENT, "scopeSpans", () -> SCOPE_SPANS).list(),
            field(ResourceWire.SCHEMA_URL, "schemaUrl", Type.STRING));

    /** {@code TracesData} and {@code ExportTraceServiceRequest}, which have the same fields. */
    private static final OtlpMessage TRACES_DATA =
            new OtlpMessage(field(1, "resourceSpans", () -> RESOURCE_SPANS).list());

    /** Names of the severity numbers from 0 on: four of each word. */
    private static final List<String> SEVERITY_NUMBERS = Stream.concat(
                    Stream.of("SEVERITY_NUMBER_UNSPECIFIED"),
                    Stream.of("TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL")
                            .flatMap(
                                    word -> Stream.of("", "2", "3", "4").map(step -> "SEVERITY_NUMBER_" + word + step)))
            .toList();

    private static final OtlpMessage LOG_RECORD = new OtlpMessage(
            field(LogField.TIME, "timeUnixNano", Type.FIXED64),
            field(LogField.SEVERITY_NUMBER, "severityNumber", SEVERITY_NUMBERS),
            field(LogField.SEVERITY_TEXT, "severityText", Type.STRING),
            field(LogField.BODY, "body", () -> ANY_VALUE),
            field(LogField.ATTRIBUTES, "attributes", () -> KEY_VALUE).list(),
            field(LogField.DROPPED_ATTRIBUTES, "droppedAttributesCount", Type.UINT32),
            field(LogField.FLAGS, "flags", Type.FIXED32),
            field(LogField.TRACE_ID, "traceId", Type.ID),
            field(LogField.SPAN_ID, "spanId", Type.ID),
            field(LogField.OBSERVED_TIME, "observedTimeUnixNano", Type.FIXED64),
            field(LogField.EVENT_NAME, "eventName", Type.STRING));

    private static final OtlpMessage SCOPE_LOGS = new OtlpMessage(
            field(ResourceWire.SUBJECT, "scope", () -> SCOPE),
            field(ResourceWire.CONTENT, "logRecords", () -> LOG_RECORD).list(),
            field(ResourceWire.SCHEMA_URL, "schemaUrl", Type.STRING));

    private static final OtlpMessage RESOURCE_LOGS = new OtlpMessage(
            field(ResourceWire.SUBJECT, "resource", () -> RESOURCE),
            field(ResourceWire.CONTENT, "scopeLogs", () -> SCOPE_LOGS).list(),
            field(ResourceWire.SCHEMA_URL, "schemaUrl", Type.STRING));

    /** {@code LogsData} and {@code ExportLogsServiceRequest}, which have the same fields. */
    private static final OtlpMessage LOGS_DATA =
            new OtlpMessage(field(1, "resourceLogs", () -> RESOURCE_LOGS).list());

    /** {@code ExportTraceServiceResponse}. */
    private static final OtlpMessage TRACE_RESPONSE = response("rejectedSpans");

    /** {@code ExportLogsServiceResponse}. */
    private static final OtlpMessage LOGS_RESPONSE = response("rejectedLogRecords");

    /** {@code ExportMetricsServiceResponse}. */
    private static final OtlpMessage METRICS_RESPONSE = response("rejectedDataPoints");

    private static OtlpMessage response(String rejectedRecords) {
        OtlpMessage partialSuccess =
                new OtlpMessage(field(1, rejectedRecords, Type.INT64), field(2, "errorMessage", Type.STRING));
        return new OtlpMessage(field(1, "partialSuccess", () -> partialSuccess));
    }

    /** What a signal's export request and its stored data look like. */
    static OtlpMessage dataOf(Signal signal) {
        return switch (signal) {
            case TRACES -> TRACES_DATA;
            case LOGS -> LOGS_DATA;
            case METRICS -> OtlpMetricMessages.METRICS_DATA;
        };
    }

    /** What an export request of the signal is answered with. */
    static OtlpMessage responseOf(Signal signal) {
        return switch (signal) {
            case TRACES -> TRACE_RESPONSE;
            case LOGS -> LOGS_RESPONSE;
            case METRICS -> METRICS_RESPONSE;
        };
    }

    private static final OtlpMessage FIELD_VIOLATION =
            new OtlpMessage(field(1, "field", Type.STRING), field(2, "description", Type.STRING));

    /** As JSON shows a {@code google.protobuf.Any} that holds a {@code google.rpc.BadRequest}: type and fields as one. */
    private static final OtlpMessage BAD_REQUEST_DETAIL = new OtlpMessage(
            field(1, "@type", Type.STRING),
            field(2, "fieldViolations", () -> FIELD_VIOLATION).list());

    /** {@code google.rpc.Status}. */
    static final OtlpMessage STATUS_RESPONSE = new OtlpMessage(
            field(1, "code", Type.INT32),
            field(2, "message", Type.STRING),
            field(3, "details", () -> BAD_REQUEST_DETAIL).list());
}
