package dev.quipu.storage.api;

import dev.quipu.storage.catalog.ComponentFilter;
import dev.quipu.storage.catalog.ComponentState;
import jakarta.ws.rs.QueryParam;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

/** Which components are asked for. */
public class ComponentParameters {

    @Parameter(description = "Only those of this service.", example = "cart")
    @QueryParam("name")
    Optional<String> name = Optional.empty();

    @Parameter(description = "Only those of this namespace.", example = "shop")
    @QueryParam("namespace")
    Optional<String> namespace = Optional.empty();

    @Parameter(description = "Only those that are `up`, `down`, `active` or `silent`.", example = "up")
    @QueryParam("state")
    Optional<String> state = Optional.empty();

    @Parameter(
            description = "Only those with this attribute: `key=value`. May be repeated.",
            example = "host.name=web-1")
    @QueryParam("attribute")
    List<String> attribute = List.of();

    @Parameter(description = "Only those with this label: `key=value`. May be repeated.", example = "team=shop")
    @QueryParam("label")
    List<String> label = List.of();

    /**
     * @throws IllegalArgumentException when a parameter is not what it should be
     */
    ComponentFilter filter() {
        Map<String, String> labels = new HashMap<>();
        label.stream().map(text -> pair("label", text)).forEach(pair -> labels.put(pair.getKey(), pair.getValue()));
        return new ComponentFilter(
                name,
                namespace,
                state.map(ComponentState::parse),
                attribute.stream().map(text -> pair("attribute", text)).toList(),
                labels);
    }

    private static Map.Entry<String, String> pair(String field, String text) {
        int equals = text.indexOf('=');
        if (equals < 1) {
            throw new IllegalArgumentException(field + ": expected key=value, got '" + text + "'");
        }
        return Map.entry(text.substring(0, equals), text.substring(equals + 1));
    }
}
