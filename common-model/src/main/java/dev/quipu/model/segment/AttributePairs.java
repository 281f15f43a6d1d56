package dev.quipu.model.segment;

import dev.quipu.model.AnyValue;
import dev.quipu.model.KeyValue;
import java.util.function.BiConsumer;

/**
 * What an attribute says as pairs of a key and a value that is neither an array nor a map: a nested value stands under
 * the attribute's own key and, inside a map, under the key of its nearest entry. The entries of a log record's body count
 * as attributes. What a membership filter knows, and what records are erased by.
 */
final class AttributePairs {

    private AttributePairs() {}

    /** Every pair of an attribute; one that stands under two equal keys is told twice. */
    static void forEach(KeyValue attribute, BiConsumer<String, AnyValue> pair) {
        String key = attribute.key();
        switch (attribute.value().kind()) {
            case EMPTY, STRING, BOOL, INT, DOUBLE, BYTES -> pair.accept(key, attribute.value());
            case ARRAY, MAP -> {
                forEachLeaf(attribute.value(), key, pair);
                forEachEntry(attribute.value(), pair);
            }
        }
    }

    /** Every pair of the body of a log record. */
    static void forEachInBody(AnyValue body, BiConsumer<String, AnyValue> pair) {
        switch (body.kind()) {
            case EMPTY, STRING, BOOL, INT, DOUBLE, BYTES -> {}
            case ARRAY -> ((AnyValue.ArrayValue) body).values().forEach(element -> forEachInBody(element, pair));
            case MAP -> ((AnyValue.MapValue) body).entries().forEach(entry -> forEach(entry, pair));
        }
    }

    /** Of each entry of the maps inside a value those of its leaves that no map below it has. */
    private static void forEachEntry(AnyValue value, BiConsumer<String, AnyValue> pair) {
        switch (value.kind()) {
            case EMPTY, STRING, BOOL, INT, DOUBLE, BYTES -> {}
            case ARRAY -> ((AnyValue.ArrayValue) value).values().forEach(element -> forEachEntry(element, pair));
            case MAP ->
                ((AnyValue.MapValue) value).entries().forEach(entry -> {
                    forEachNearest(entry.value(), entry.key(), pair);
                    forEachEntry(entry.value(), pair);
                });
        }
    }

    private static void forEachLeaf(AnyValue value, String key, BiConsumer<String, AnyValue> pair) {
        switch (value.kind()) {
            case EMPTY, STRING, BOOL, INT, DOUBLE, BYTES -> pair.accept(key, value);
            case ARRAY -> ((AnyValue.ArrayValue) value).values().forEach(element -> forEachLeaf(element, key, pair));
            case MAP -> ((AnyValue.MapValue) value).entries().forEach(entry -> forEachLeaf(entry.value(), key, pair));
        }
    }

    /** Leaves down to where a map begins. */
    private static void forEachNearest(AnyValue value, String key, BiConsumer<String, AnyValue> pair) {
        switch (value.kind()) {
            case EMPTY, STRING, BOOL, INT, DOUBLE, BYTES -> pair.accept(key, value);
            case ARRAY -> ((AnyValue.ArrayValue) value).values().forEach(element -> forEachNearest(element, key, pair));
            case MAP -> {}
        }
    }
}
