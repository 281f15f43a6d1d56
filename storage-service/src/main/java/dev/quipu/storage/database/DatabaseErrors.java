package dev.quipu.storage.database;

import dev.quipu.storage.load.Overloaded;
import io.smallrye.mutiny.TimeoutException;
import io.vertx.core.VertxException;
import io.vertx.core.impl.NoStackTraceThrowable;
import io.vertx.pgclient.PgException;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What PostgreSQL's error codes mean for whoever asked. */
public final class DatabaseErrors {

    private static final String CHECK_VIOLATION = "23514";
    private static final String UNDEFINED_TABLE = "42P01";
    private static final String QUERY_CANCELED = "57014";

    private DatabaseErrors() {}

    /** The day has no partition (any more). */
    public static boolean isMissingPartition(Throwable failure) {
        return failure instanceof PgException error
                && (CHECK_VIOLATION.equals(error.getSqlState()) || UNDEFINED_TABLE.equals(error.getSqlState()));
    }

    /**
     * Of the kind that passes by itself: the same work succeeds later. Also when that is why something else failed: a
     * transaction that cannot be rolled back because its connection is gone.
     */
    public static boolean isOwnTrouble(@Nullable Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (isUnstorable(cause)) {
                return false;
            }
            if (isTransient(cause) || Arrays.stream(cause.getSuppressed()).anyMatch(DatabaseErrors::isOwnTrouble)) {
                return true;
            }
        }
        return false;
    }

    /** The client gives up on a connection with failures that say no more than that. */
    private static boolean isTransient(Throwable failure) {
        return failure instanceof VertxException
                || failure instanceof NoStackTraceThrowable
                || failure instanceof IOException
                || failure instanceof TimeoutException
                || failure instanceof java.util.concurrent.TimeoutException
                || failure instanceof Overloaded;
    }

    /** It took longer than it may: the same work may do so again. */
    public static boolean isTimeout(@Nullable Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof TimeoutException
                    || cause instanceof PgException error && QUERY_CANCELED.equals(error.getSqlState())) {
                return true;
            }
        }
        return false;
    }

    /** The values can never be stored: they are out of range, or larger than PostgreSQL allows. */
    public static boolean isUnstorable(Throwable failure) {
        return failure instanceof PgException error
                && (error.getSqlState().startsWith("22") || error.getSqlState().startsWith("54"));
    }
}
