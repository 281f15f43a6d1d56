package dev.quipu.acceptance;

import com.google.protobuf.InvalidProtocolBufferException;
import io.opentelemetry.proto.collector.trace.v1.ExportTracePartialSuccess;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;

/** What a door answered. */
record Answer(int status, HttpHeaders headers, byte[] body) {

    boolean isAcknowledged() {
        return status / 100 == 2;
    }

    String header(String name) {
        return headers.firstValue(name).orElse("");
    }

    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** The partial success of an OTLP answer in protobuf; empty when everything was taken. */
    ExportTracePartialSuccess partialSuccess() {
        try {
            return ExportTraceServiceResponse.parseFrom(body).getPartialSuccess();
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(e);
        }
    }
}
