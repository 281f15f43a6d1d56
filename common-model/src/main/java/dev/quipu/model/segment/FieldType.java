package dev.quipu.model.segment;

/** What a fixed column of a schema holds; decides how it is encoded. In memory each value is one long. */
enum FieldType {
    /** High-entropy 64 bits in runs of equal values, such as half a trace id in a table sorted by it. */
    RUN_ID,
    /** High-entropy 64 bits. */
    ID,
    /** An id that is often that of the field before it, in a row of the same trace nearby; 0 for none. */
    ROW_ID,
    /** Nanoseconds since 1970; neighbours are close together. */
    TIME,
    /** Nanoseconds since 1970 in a table sorted by series, then time: steps repeat, and series share their times. */
    SERIES_TIME,
    /** A 64-bit number of any size. */
    NUMBER,
    /** The bits of a double or a long, in a table sorted by series, then time: neighbours resemble each other. */
    SAMPLE,
    /** A number with few distinct values. */
    CODE,
    /** UTF-8, a reference into the pool. */
    STRING,
    /** Like {@link #STRING}: lines that differ in the values that they fill in. */
    LINES,
    /** A row number of one of the segment's side tables. */
    REFERENCE;

    /** Whether values are references into the pool. */
    boolean isPooled() {
        return this == STRING || this == LINES;
    }
}
