package dev.quipu.storage.erasure;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * Makes the planner's statistics of tables anew. They are cleared before, because those of a table that is empty now
 * would stay as they are.
 */
@ApplicationScoped
class FreedStatistics {

    /** Those of the tables that statistics quote, and of the tables that they are partitions of. */
    private static final String QUOTED = """
            SELECT quote_ident(s.tablename) AS name FROM pg_stats s
            WHERE s.schemaname = current_schema() AND (s.tablename = ANY ($1)
                OR EXISTS (SELECT FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
                    WHERE i.inhparent = to_regclass(quote_ident(s.tablename)) AND c.relname = ANY ($1)))
            GROUP BY s.tablename ORDER BY s.tablename""";

    /** Since PostgreSQL 18. */
    private static final String CLEAR = """
            SELECT count(pg_clear_attribute_stats(schemaname, tablename, attname, inherited)) FROM pg_stats
            WHERE schemaname = current_schema() AND quote_ident(tablename) = ANY ($1)""";

    /** Changes when it is written anew; who may not do that is warned only. */
    private static final String FILE = "SELECT pg_relation_filenode('pg_catalog.pg_statistic')::bigint AS file";

    /**
     * Never fails.
     *
     * @param isFull whether the file that they are in is written anew as well
     * @return whether nothing is left of what they were
     */
    Uni<Boolean> free(SqlConnection connection, List<String> tables, boolean isFull) {
        return connection
                .preparedQuery(QUOTED)
                .execute(Tuple.tuple().addValue(tables.toArray(String[]::new)))
                .map(FreedStatistics::names)
                .chain(quoted -> quoted.isEmpty() ? Uni.createFrom().item(true) : anew(connection, quoted))
                .chain(isAnew -> file(connection, isFull).map(isFreed -> isAnew && isFreed))
                .onFailure()
                .recoverWithItem(false);
    }

    private static List<String> names(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(row -> row.getString("name"))
                .toList();
    }

    /** Where they cannot be cleared, those of partitioned tables and of empty ones stay. */
    private static Uni<Boolean> anew(SqlConnection connection, List<String> tables) {
        return connection
                .preparedQuery(CLEAR)
                .execute(Tuple.tuple().addValue(tables.toArray(String[]::new)))
                .replaceWith("ONLY ")
                .onFailure()
                .recoverWithItem("")
                .chain(only -> FreedFiles.quietly(
                                connection,
                                tables.stream().map(only::concat).collect(Collectors.joining(", ", "ANALYZE ", "")))
                        .map(isDone -> isDone && !only.isEmpty()));
    }

    private static Uni<Boolean> file(SqlConnection connection, boolean isFull) {
        return isFull
                ? fileNode(connection)
                        .chain(before -> FreedFiles.quietly(connection, "VACUUM (FULL) pg_catalog.pg_statistic")
                                .chain(() -> fileNode(connection))
                                .map(after -> !after.equals(before)))
                : FreedFiles.quietly(connection, "VACUUM pg_catalog.pg_statistic");
    }

    private static Uni<Long> fileNode(SqlConnection connection) {
        return connection
                .query(FILE)
                .execute()
                .map(rows -> rows.iterator().next().getLong("file"));
    }
}
