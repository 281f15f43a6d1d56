package dev.quipu.storage.database;

import io.vertx.pgclient.PgException;

/** What PostgreSQL's error codes mean for whoever asked. */
public final class DatabaseErrors {

    private static final String CHECK_VIOLATION = "23514";
    private static final String UNDEFINED_TABLE = "42P01";

    private DatabaseErrors() {}

    /** The day has no partition (any more). */
    public static boolean isMissingPartition(Throwable failure) {
        return failure instanceof PgException error
                && (CHECK_VIOLATION.equals(error.getSqlState()) || UNDEFINED_TABLE.equals(error.getSqlState()));
    }

    /** The values can never be stored: they are out of range, or larger than PostgreSQL allows. */
    public static boolean isUnstorable(Throwable failure) {
        return failure instanceof PgException error
                && (error.getSqlState().startsWith("22") || error.getSqlState().startsWith("54"));
    }
}
