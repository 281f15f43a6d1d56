package dev.quipu.model.segment;

import dev.quipu.model.AnyValue;

/** A question about one attribute value, by its type. Values that are not scalar only answer {@link #present}. */
public interface ValueTest {

    boolean text(String value);

    boolean integer(long value);

    boolean decimal(double value);

    boolean bool(boolean value);

    /** For empty values, bytes, arrays and maps. */
    boolean present();

    /** Puts the question to a value of any type. */
    default boolean test(AnyValue value) {
        return switch (value.kind()) {
            case STRING -> text(((AnyValue.StringValue) value).value());
            case INT -> integer(((AnyValue.IntValue) value).value());
            case DOUBLE -> decimal(((AnyValue.DoubleValue) value).value());
            case BOOL -> bool(((AnyValue.BoolValue) value).value());
            case EMPTY, BYTES, ARRAY, MAP -> present();
        };
    }
}
