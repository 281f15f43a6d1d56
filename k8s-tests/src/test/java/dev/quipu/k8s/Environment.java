package dev.quipu.k8s;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.TreeMap;

/** The variables that a service is started with. */
final class Environment {

    private Environment() {}

    /** From its ConfigMaps and its container, later ones over earlier ones; what comes from a Secret or a field has no value. */
    static Map<String, String> of(Overlay overlay, String service) {
        Map<String, String> variables = new TreeMap<>();
        JsonNode container = overlay.workload(service).at("/spec/template/spec/containers/0");
        Manifest.each(container.path("envFrom"))
                .map(source -> source.at("/configMapRef/name").asText())
                .forEach(name -> variables.putAll(
                        Manifest.texts(overlay.one("ConfigMap", name).at("/data"))));
        Manifest.each(container.path("env"))
                .forEach(variable -> variables.put(
                        variable.path("name").asText(), variable.path("value").asText("")));
        return variables;
    }
}
