package dev.quipu.acceptance;

import com.google.protobuf.InvalidProtocolBufferException;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.LogsData;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import io.opentelemetry.proto.resource.v1.Resource;
import java.util.ArrayList;
import java.util.List;

/**
 * A log record with all it inherits from its resource and scope, in a form in which two are equal when OTLP says so: an
 * absent message equals an empty one and the order of attributes says nothing.
 */
record OtlpLog(
        Resource resource, String resourceSchemaUrl, InstrumentationScope scope, String scopeSchemaUrl, LogRecord log) {

    OtlpLog {
        resource = resource.toBuilder()
                .clearAttributes()
                .addAllAttributes(OtlpSpan.sorted(resource.getAttributesList()))
                .build();
        scope = scope.toBuilder()
                .clearAttributes()
                .addAllAttributes(OtlpSpan.sorted(scope.getAttributesList()))
                .build();
        log = log.toBuilder()
                .clearAttributes()
                .addAllAttributes(OtlpSpan.sorted(log.getAttributesList()))
                .build();
    }

    /** @param protobuf an ExportLogsServiceRequest or a LogsData: their wire form is the same */
    static List<OtlpLog> listOf(byte[] protobuf) {
        List<OtlpLog> logs = new ArrayList<>();
        try {
            for (ResourceLogs ofResource : LogsData.parseFrom(protobuf).getResourceLogsList()) {
                for (ScopeLogs ofScope : ofResource.getScopeLogsList()) {
                    for (LogRecord log : ofScope.getLogRecordsList()) {
                        logs.add(new OtlpLog(
                                ofResource.getResource(),
                                ofResource.getSchemaUrl(),
                                ofScope.getScope(),
                                ofScope.getSchemaUrl(),
                                log));
                    }
                }
            }
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException(e);
        }
        return logs;
    }
}
