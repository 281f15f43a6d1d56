package dev.quipu.acceptance;

import io.opentelemetry.api.common.KeyValue;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValueList;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;

/** What the Java SDK logged, as OTLP's specification writes it; made without the SDK's exporter. */
final class JavaSdkLogs {

    private JavaSdkLogs() {}

    static OtlpLog otlp(LogRecordData log) {
        return new OtlpLog(
                Resource.newBuilder()
                        .addAllAttributes(
                                JavaSdkSpans.keyValues(log.getResource().getAttributes()))
                        .build(),
                Objects.requireNonNullElse(log.getResource().getSchemaUrl(), ""),
                InstrumentationScope.newBuilder()
                        .setName(log.getInstrumentationScopeInfo().getName())
                        .setVersion(Objects.requireNonNullElse(
                                log.getInstrumentationScopeInfo().getVersion(), ""))
                        .addAllAttributes(JavaSdkSpans.keyValues(
                                log.getInstrumentationScopeInfo().getAttributes()))
                        .build(),
                Objects.requireNonNullElse(log.getInstrumentationScopeInfo().getSchemaUrl(), ""),
                protobuf(log));
    }

    private static LogRecord protobuf(LogRecordData log) {
        LogRecord.Builder built = LogRecord.newBuilder()
                .setTimeUnixNano(log.getTimestampEpochNanos())
                .setObservedTimeUnixNano(log.getObservedTimestampEpochNanos())
                .setSeverityNumberValue(log.getSeverity().getSeverityNumber())
                .setSeverityText(Objects.requireNonNullElse(log.getSeverityText(), ""))
                .addAllAttributes(JavaSdkSpans.keyValues(log.getAttributes()))
                .setDroppedAttributesCount(
                        log.getTotalAttributeCount() - log.getAttributes().size())
                .setEventName(Objects.requireNonNullElse(log.getEventName(), ""));
        if (log.getBodyValue() != null) {
            built.setBody(anyValue(log.getBodyValue()));
        }
        if (log.getSpanContext().isValid()) {
            built.setTraceId(JavaSdkSpans.bytes(log.getSpanContext().getTraceId()))
                    .setSpanId(JavaSdkSpans.bytes(log.getSpanContext().getSpanId()))
                    .setFlags(log.getSpanContext().getTraceFlags().asByte() & 0xff);
        }
        return built.build();
    }

    private static AnyValue anyValue(Value<?> value) {
        AnyValue.Builder built = AnyValue.newBuilder();
        switch (value.getType()) {
            case STRING -> built.setStringValue((String) value.getValue());
            case BOOLEAN -> built.setBoolValue((Boolean) value.getValue());
            case LONG -> built.setIntValue((Long) value.getValue());
            case DOUBLE -> built.setDoubleValue((Double) value.getValue());
            case BYTES -> built.setBytesValue(com.google.protobuf.ByteString.copyFrom((ByteBuffer) value.getValue()));
            case ARRAY -> {
                ArrayValue.Builder array = ArrayValue.newBuilder();
                ((List<?>) value.getValue()).forEach(element -> array.addValues(anyValue((Value<?>) element)));
                built.setArrayValue(array);
            }
            case KEY_VALUE_LIST -> {
                KeyValueList.Builder entries = KeyValueList.newBuilder();
                ((List<?>) value.getValue())
                        .forEach(entry -> entries.addValues(io.opentelemetry.proto.common.v1.KeyValue.newBuilder()
                                .setKey(((KeyValue) entry).getKey())
                                .setValue(anyValue(((KeyValue) entry).getValue()))));
                built.setKvlistValue(entries);
            }
        }
        return built.build();
    }
}
