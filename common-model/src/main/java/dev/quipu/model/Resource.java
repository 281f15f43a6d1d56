package dev.quipu.model;

import java.util.List;

/**
 * What produced a record: OTLP's {@code Resource} with the schema URL of the block it came in.
 *
 * @param attributes in the sender's order; keys may repeat
 * @param droppedAttributesCount unsigned 32-bit count that the sender reported
 * @param entityRefs which attributes identify which entities
 * @param schemaUrl empty when unknown
 */
public record Resource(
        List<KeyValue> attributes, int droppedAttributesCount, List<EntityRef> entityRefs, String schemaUrl) {

    public Resource {
        attributes = List.copyOf(attributes);
        entityRefs = List.copyOf(entityRefs);
    }

    public static Resource of(List<KeyValue> attributes) {
        return new Resource(attributes, 0, List.of(), "");
    }

    /** OTLP's {@code EntityRef}: names, not values, of the resource's attributes. */
    public record EntityRef(String schemaUrl, String type, List<String> idKeys, List<String> descriptionKeys) {
        public EntityRef {
            idKeys = List.copyOf(idKeys);
            descriptionKeys = List.copyOf(descriptionKeys);
        }
    }
}
