package dev.quipu.storage.retention;

/** The day by which the age of records counts. */
final class StoredDay {

    /** Of the segment {@code s}; undated records count from the day they were stored. */
    static final String OF_SEGMENT =
            "(CASE WHEN s.day = '1970-01-01' THEN (s.committed_at AT TIME ZONE 'UTC')::date ELSE s.day END)";

    private StoredDay() {}
}
