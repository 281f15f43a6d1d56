package dev.quipu.acceptance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A sample as Prometheus knows it: labels with {@code __name__}, {@code job} and {@code instance}, a double, a time. */
record Sample(Map<String, String> labels, double value, long timestampMillis) {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** A line of {@code {"labels": {…}, "value": "…", "timestamp": …}}. */
    static Sample sent(String json) {
        try {
            JsonNode sample = MAPPER.readTree(json);
            Map<String, String> labels = new TreeMap<>();
            sample.path("labels")
                    .fields()
                    .forEachRemaining(
                            label -> labels.put(label.getKey(), label.getValue().asText()));
            return new Sample(
                    labels,
                    Double.parseDouble(sample.path("value").asText()),
                    sample.path("timestamp").asLong());
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** A point that came from a label set: {@code job} and {@code instance} became the resource. */
    static Sample stored(OtlpPoint point) {
        Map<String, String> labels = new TreeMap<>();
        labels.put("__name__", point.metric().getName());
        NumberDataPoint number = (NumberDataPoint) point.point();
        Stream.of(point.resource().getAttributesList(), number.getAttributesList())
                .flatMap(List::stream)
                .forEach(attribute ->
                        labels.put(label(attribute), attribute.getValue().getStringValue()));
        double value = number.hasAsInt() ? number.getAsInt() : number.getAsDouble();
        return new Sample(labels, value, number.getTimeUnixNano() / 1_000_000);
    }

    private static String label(KeyValue attribute) {
        return switch (attribute.getKey()) {
            case "service.name" -> "job";
            case "service.instance.id" -> "instance";
            default -> attribute.getKey();
        };
    }
}
