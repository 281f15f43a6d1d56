package dev.quipu.analysis.jaeger;

import dev.quipu.model.AnyValue;
import dev.quipu.model.Component;
import dev.quipu.model.KeyValue;
import dev.quipu.model.Resource;
import dev.quipu.model.SemanticAttributes;
import dev.quipu.model.Span;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The distinct resources of a trace as Jaeger processes p1, p2, … */
final class Processes {

    private final Map<Resource, String> idsBySameResource = new IdentityHashMap<>();
    private final Map<Resource, String> idsByEqualResource = new LinkedHashMap<>();

    Processes(List<Span> spans) {
        for (Span span : spans) {
            idsBySameResource.computeIfAbsent(span.resource(), this::idOfEqual);
        }
    }

    private String idOfEqual(Resource resource) {
        return idsByEqualResource.computeIfAbsent(resource, absent -> "p" + (idsByEqualResource.size() + 1));
    }

    /** The process of a span of this trace. */
    String id(Span span) {
        return idsBySameResource.getOrDefault(span.resource(), "");
    }

    Map<String, JaegerProcess> byId() {
        Map<String, JaegerProcess> processes = new LinkedHashMap<>();
        idsByEqualResource.forEach((resource, id) -> processes.put(id, process(resource)));
        return processes;
    }

    private static JaegerProcess process(Resource resource) {
        List<KeyValue> rest = new ArrayList<>(resource.attributes());
        resource.attributes().stream()
                .filter(Processes::namesService)
                .findFirst()
                .ifPresent(rest::remove);
        List<JaegerTag> tags = JaegerTags.of(rest);
        JaegerTags.addDropped(tags, "otel.dropped_attributes_count", resource.droppedAttributesCount());
        return new JaegerProcess(Component.of(resource.attributes()).name(), tags);
    }

    private static boolean namesService(KeyValue attribute) {
        return attribute.key().equals(SemanticAttributes.SERVICE_NAME)
                && attribute.value().kind() == AnyValue.Kind.STRING;
    }
}
