package dev.quipu.storage.erasure;

import dev.quipu.storage.StorageConfig;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.jboss.logging.Logger;

/**
 * Gets erased bytes out of the tables' files and the planner's statistics, which quote them. A vacuum alone leaves them
 * on their pages until something else is written there; a table that is written anew leaves its old file, which is
 * removed with the next checkpoint.
 */
@ApplicationScoped
class FreedFiles {

    private static final Logger LOG = Logger.getLogger(FreedFiles.class);

    /** What a statement of the certificate says. */
    static final String REWRITTEN = "every table that held some of it was written anew";

    static final String VACUUMED = "some tables that held some of it were only vacuumed";

    /** Added to one of them. */
    static final String STATISTICS_LEFT = "; the planner's statistics may still quote some of it";

    private static final String TOUCHED = """
            SELECT name FROM erasure_touched WHERE erasure_id = $1 AND to_regclass(name) IS NOT NULL ORDER BY name""";

    /** Whoever reads or writes the table waits meanwhile; who reads it for long is not waited for. */
    private static final String LIMIT_WAITING = "SET lock_timeout = '10s'";

    private final Pool pool;
    private final ErasureTable erasures;
    private final FreedStatistics statistics;
    private final boolean isFull;

    FreedFiles(Pool pool, ErasureTable erasures, FreedStatistics statistics, StorageConfig config) {
        this.pool = pool;
        this.erasures = erasures;
        this.statistics = statistics;
        this.isFull = config.storage().erasure().rewriteTables();
    }

    /** Not to be done again for what comes late into others. */
    private static final String FREED = "DELETE FROM erasure_touched WHERE erasure_id = $1 AND name = ANY ($2)";

    /** @return what became of the files */
    Uni<String> free(UUID erasure) {
        return pool.preparedQuery(TOUCHED)
                .execute(Tuple.of(erasure))
                .map(FreedFiles::tables)
                .chain(tables -> pool.withConnection(connection -> connection
                        .query(LIMIT_WAITING)
                        .execute()
                        .chain(() -> free(connection, tables))
                        .chain(done -> statistics
                                .free(connection, tables, isFull)
                                .call(() -> forget(connection, erasure, tables, done))
                                .map(isDone -> said(done) + (isDone ? "" : STATISTICS_LEFT)))
                        .call(() -> quietly(connection, "RESET lock_timeout"))
                        .call(() -> quietly(connection, "CHECKPOINT"))));
    }

    /** Of each table whether it was done as is set; in their order. */
    private Uni<List<Boolean>> free(SqlConnection connection, List<String> tables) {
        return Multi.createFrom()
                .iterable(tables)
                .onItem()
                .transformToUniAndConcatenate(table -> erasures.hold().chain(() -> free(connection, table)))
                .collect()
                .asList();
    }

    private String said(List<Boolean> done) {
        return isFull && done.stream().allMatch(Boolean::booleanValue) ? REWRITTEN : VACUUMED;
    }

    /** Only now: what statistics quote is looked for by these names, also when this is begun again. */
    private static Uni<Void> forget(SqlConnection connection, UUID erasure, List<String> tables, List<Boolean> done) {
        String[] freed = IntStream.range(0, tables.size())
                .filter(done::get)
                .mapToObj(tables::get)
                .toArray(String[]::new);
        return connection
                .preparedQuery(FREED)
                .execute(Tuple.of(erasure).addArrayOfString(freed))
                .replaceWithVoid();
    }

    private static List<String> tables(Iterable<Row> rows) {
        List<String> tables = new ArrayList<>(DerivedTexts.TABLES);
        StreamSupport.stream(rows.spliterator(), false)
                .map(row -> row.getString("name"))
                .forEach(tables::add);
        return tables;
    }

    /** @return whether it was done as is set: written anew, or vacuumed */
    private Uni<Boolean> free(SqlConnection connection, String table) {
        String vacuum = "VACUUM (INDEX_CLEANUP ON) " + table;
        return quietly(connection, isFull ? "VACUUM (FULL) " + table : vacuum)
                .call(isDone -> isFull && !isDone
                        ? quietly(connection, vacuum)
                        : Uni.createFrom().voidItem());
    }

    /** @return whether it was done */
    static Uni<Boolean> quietly(SqlConnection connection, String statement) {
        return connection
                .query(statement)
                .execute()
                .replaceWith(true)
                .onFailure()
                .invoke(failure -> LOG.debugf(failure, "%s was not done", statement))
                .onFailure()
                .recoverWithItem(false);
    }
}
