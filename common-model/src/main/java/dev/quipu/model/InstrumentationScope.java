package dev.quipu.model;

import java.util.List;

/**
 * Which instrumentation produced a record: OTLP's {@code InstrumentationScope} with the schema URL of its block.
 *
 * @param name empty when unknown
 * @param version empty when unknown
 * @param attributes in the sender's order; keys may repeat
 * @param droppedAttributesCount unsigned 32-bit count that the sender reported
 * @param schemaUrl empty when unknown
 */
public record InstrumentationScope(
        String name, String version, List<KeyValue> attributes, int droppedAttributesCount, String schemaUrl) {

    /** A block that names no scope. */
    public static final InstrumentationScope NONE = new InstrumentationScope("", "", List.of(), 0, "");

    public InstrumentationScope {
        attributes = List.copyOf(attributes);
    }
}
