package dev.quipu.storage.catalog;

import dev.quipu.model.AnyValue;
import dev.quipu.model.CatalogText;
import dev.quipu.model.KeyValue;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Base64;
import java.util.List;

/** Resource attributes as JSON for people to look at: bounded in number, length and depth. */
final class AttributeJson {

    private static final int MAX_ATTRIBUTES = 200;
    private static final int MAX_TEXT = 1000;
    private static final int MAX_DEPTH = 4;

    private AttributeJson() {}

    /** Of a repeated key the first counts. */
    static JsonObject of(List<KeyValue> attributes) {
        return object(attributes, 0);
    }

    private static JsonObject object(List<KeyValue> attributes, int depth) {
        JsonObject json = new JsonObject();
        for (KeyValue attribute : attributes) {
            String key = CatalogText.bounded(attribute.key(), MAX_TEXT);
            if (json.size() < MAX_ATTRIBUTES && !json.containsKey(key)) {
                json.put(key, value(attribute.value(), depth + 1));
            }
        }
        return json;
    }

    private static Object value(AnyValue value, int depth) {
        if (value instanceof AnyValue.StringValue text) {
            return CatalogText.bounded(text.value(), MAX_TEXT);
        }
        if (value instanceof AnyValue.BoolValue truth) {
            return truth.value();
        }
        if (value instanceof AnyValue.IntValue number) {
            return number.value();
        }
        if (value instanceof AnyValue.DoubleValue number) {
            return Double.isFinite(number.value()) ? number.value() : Double.toString(number.value());
        }
        if (value instanceof AnyValue.BytesValue bytes) {
            return CatalogText.bounded(Base64.getEncoder().encodeToString(bytes.value()), MAX_TEXT);
        }
        if (value instanceof AnyValue.ArrayValue array && depth < MAX_DEPTH) {
            JsonArray json = new JsonArray();
            array.values().stream().limit(MAX_ATTRIBUTES).forEach(element -> json.add(value(element, depth + 1)));
            return json;
        }
        if (value instanceof AnyValue.MapValue map && depth < MAX_DEPTH) {
            return object(map.entries(), depth + 1);
        }
        return "";
    }
}
