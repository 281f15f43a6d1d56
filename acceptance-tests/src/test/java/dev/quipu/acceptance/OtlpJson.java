package dev.quipu.acceptance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.opentelemetry.proto.logs.v1.LogsData;
import io.opentelemetry.proto.metrics.v1.MetricsData;
import io.opentelemetry.proto.trace.v1.TracesData;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/** OTLP/JSON by protobuf's own JSON mapping, which differs in one thing only: OTLP writes ids in hexadecimal. */
final class OtlpJson {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Set<String> IDS = Set.of("traceId", "spanId", "parentSpanId");

    private OtlpJson() {}

    static List<OtlpSpan> listOf(String json) {
        try {
            TracesData.Builder traces = TracesData.newBuilder();
            JsonNode tree = MAPPER.readTree(json);
            idsToBase64(tree);
            JsonFormat.parser().ignoringUnknownFields().merge(tree.toString(), traces);
            return OtlpSpan.listOf(traces.build().toByteArray());
        } catch (JsonProcessingException | InvalidProtocolBufferException e) {
            throw new IllegalArgumentException(e);
        }
    }

    static List<OtlpLog> logsOf(String json) {
        try {
            LogsData.Builder logs = LogsData.newBuilder();
            JsonNode tree = MAPPER.readTree(json);
            idsToBase64(tree);
            JsonFormat.parser().ignoringUnknownFields().merge(tree.toString(), logs);
            return OtlpLog.listOf(logs.build().toByteArray());
        } catch (JsonProcessingException | InvalidProtocolBufferException e) {
            throw new IllegalArgumentException(e);
        }
    }

    static List<OtlpPoint> pointsOf(String json) {
        try {
            MetricsData.Builder metrics = MetricsData.newBuilder();
            JsonNode tree = MAPPER.readTree(json);
            idsToBase64(tree);
            JsonFormat.parser().ignoringUnknownFields().merge(tree.toString(), metrics);
            return OtlpPoint.listOf(metrics.build());
        } catch (JsonProcessingException | InvalidProtocolBufferException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static void idsToBase64(JsonNode node) {
        if (node instanceof ObjectNode object) {
            for (String id : IDS) {
                if (object.path(id).isTextual()) {
                    object.put(
                            id,
                            Base64.getEncoder()
                                    .encodeToString(HexFormat.of()
                                            .parseHex(object.get(id).asText())));
                }
            }
        }
        node.forEach(OtlpJson::idsToBase64);
    }
}
