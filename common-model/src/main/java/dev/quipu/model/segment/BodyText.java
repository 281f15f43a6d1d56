package dev.quipu.model.segment;

import dev.quipu.model.AnyValue;
import dev.quipu.model.KeyValue;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** The texts that a log record's body is searched for: itself, or every text inside an array or map, keys left out. */
public final class BodyText {

    private BodyText() {}

    static void forEach(AnyValue body, Consumer<String> text) {
        switch (body.kind()) {
            case STRING -> text.accept(((AnyValue.StringValue) body).value());
            case ARRAY -> {
                for (AnyValue element : ((AnyValue.ArrayValue) body).values()) {
                    forEach(element, text);
                }
            }
            case MAP -> {
                for (KeyValue entry : ((AnyValue.MapValue) body).entries()) {
                    forEach(entry.value(), text);
                }
            }
            case BOOL, INT, DOUBLE, BYTES, EMPTY -> {}
        }
    }

    /** Whether one of the body's texts passes the test. */
    public static boolean anyMatch(AnyValue body, Predicate<String> test) {
        boolean[] found = new boolean[1];
        forEach(body, text -> found[0] |= test.test(text));
        return found[0];
    }
}
