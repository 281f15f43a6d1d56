package dev.quipu.model.segment;

/**
 * What a column of attribute values holds. The ordinal is part of the segment format.
 *
 * <p>ARRAY and MAP values are {@code AnyValue} messages; OVERFLOW values are whole {@code KeyValue} messages, for
 * keys beyond the number of columns that a segment may have.
 */
public enum ValueType {
    STRING,
    BOOL,
    INT,
    DOUBLE,
    BYTES,
    ARRAY,
    MAP,
    EMPTY,
    OVERFLOW;

    /** Whether values are byte strings kept in the pool, not numbers. */
    boolean isPooled() {
        return switch (this) {
            case STRING, BYTES, ARRAY, MAP, OVERFLOW -> true;
            case BOOL, INT, DOUBLE, EMPTY -> false;
        };
    }
}
