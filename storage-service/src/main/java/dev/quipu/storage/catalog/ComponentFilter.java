package dev.quipu.storage.catalog;

import dev.quipu.model.CatalogText;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which components are asked for; what is absent or empty narrows nothing.
 *
 * @param attributes each {@code key=value} that a component has to have; a value that reads as a number or a truth value
 *     stands for that one as well as for the text
 * @param labels what people must have written
 */
public record ComponentFilter(
        Optional<String> name,
        Optional<String> namespace,
        Optional<ComponentState> state,
        List<Map.Entry<String, String>> attributes,
        Map<String, String> labels) {

    private static final int MAX_ATTRIBUTES = 6;

    public ComponentFilter {
        attributes = List.copyOf(attributes);
        labels = Map.copyOf(labels);
        if (attributes.size() > MAX_ATTRIBUTES) {
            throw new IllegalArgumentException(
                    "attribute: expected at most " + MAX_ATTRIBUTES + ", got " + attributes.size());
        }
        if (attributes.stream().map(Map.Entry::getKey).distinct().count() < attributes.size()) {
            throw new IllegalArgumentException("attribute: expected each key once, got one again");
        }
    }

    /** Parameters 3 to 7 of {@link ComponentList}'s statements. */
    Tuple addTo(Tuple tuple) {
        return tuple.addString(name.map(text -> CatalogText.bounded(text, CatalogText.MAX_NAME))
                        .orElse(null))
                .addString(namespace
                        .map(text -> CatalogText.bounded(text, CatalogText.MAX_NAME))
                        .orElse(null))
                .addString(state.map(ComponentState::name).orElse(null))
                .addValue(alternatives().toArray(Object[]::new))
                .addValue(JsonObject.mapFrom(labels));
    }

    /** Objects of which a component's attributes have to hold one. */
    private List<JsonObject> alternatives() {
        List<JsonObject> alternatives = new ArrayList<>(List.of(new JsonObject()));
        for (Map.Entry<String, String> attribute : attributes) {
            List<JsonObject> longer = new ArrayList<>();
            for (Object value : readings(attribute.getValue())) {
                alternatives.forEach(one -> longer.add(one.copy().put(attribute.getKey(), value)));
            }
            alternatives = longer;
        }
        return alternatives;
    }

    private static List<Object> readings(String text) {
        try {
            Object value = Json.decodeValue(text);
            boolean isOther =
                    value instanceof Number number && Double.isFinite(number.doubleValue()) || value instanceof Boolean;
            return isOther ? List.of(text, value) : List.of(text);
        } catch (DecodeException e) {
            return List.of(text);
        }
    }
}
