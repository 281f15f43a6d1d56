package dev.quipu.storage.database;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;

/**
 * Spreads the tables over the workers of a Citus cluster, whose coordinator the connection is to. Everything goes by the
 * coordinator: the feed's order is that of its transaction ids.
 */
final class Citus {

    /** The first whose transactions on workers have the isolation level of the coordinator's. */
    static final int OLDEST_MAJOR = 13;

    private static final String DISTRIBUTION = "/db/citus/distribution.sql";

    private static final String STATE = """
            SELECT (SELECT extversion FROM pg_extension WHERE extname = 'citus') AS version,
                to_regclass('pg_catalog.pg_dist_node') IS NOT NULL AS is_there""";

    private static final String PLACE = """
            SELECT citus_is_coordinator() AS is_coordinator,
                (SELECT count(*) FROM pg_dist_node WHERE isactive AND shouldhaveshards AND noderole = 'primary') AS nodes""";

    private static final String IS_SPREAD =
            "SELECT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = to_regclass('segment'))";

    /** Workers are asked as the role itself, which therefore must be able to log in there. */
    private static final String ONE_AFTER_THE_OTHER = "SET citus.multi_shard_modify_mode = 'sequential'";

    private static final String LET_TENANTS_IN = "ALTER ROLE " + TenantRole.NAME + " LOGIN";

    private static final String ONE_REPLICA = "SELECT pg_advisory_xact_lock(hashtext('quipu.roles'))";

    private static final String INSUFFICIENT_PRIVILEGE = "42501";

    private Citus() {}

    /**
     * Brings the distribution up to date, in one transaction; any number of replicas may do so at once.
     *
     * @throws RefusedDatabase when this is no coordinator of a Citus that is new enough and has nodes for shards
     */
    static void spread(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            requireCoordinator(statement);
            statement.execute(distribution());
            connection.commit();
        }
    }

    /**
     * As {@link TenantRole#prepare}, so that the role can be taken on workers, too.
     *
     * @throws RefusedDatabase when the role may not log in there, and the user may not change that
     */
    static void prepareTenantRole(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(ONE_AFTER_THE_OTHER);
            TenantRole.prepare(connection);
            statement.execute(ONE_REPLICA);
            if (!isTrue(statement, "SELECT rolcanlogin FROM pg_roles WHERE rolname = '" + TenantRole.NAME + "'")) {
                letTenantsIn(statement);
            }
            connection.commit();
        }
    }

    private static void letTenantsIn(Statement statement) throws SQLException {
        try {
            statement.execute(LET_TENANTS_IN);
        } catch (SQLException e) {
            if (!INSUFFICIENT_PRIVILEGE.equals(e.getSQLState())) {
                throw e;
            }
            throw refused(
                    "a role " + TenantRole.NAME + " that may log in on the workers",
                    "one that may not",
                    "Have a superuser run " + LET_TENANTS_IN + "; on the coordinator");
        }
    }

    /**
     * @throws RefusedDatabase when the tables are spread already: what is written as if they were not could be lost to
     *     the feed
     */
    static void requireNotSpread(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet state = statement.executeQuery(STATE)) {
            state.next();
            if (state.getBoolean("is_there") && isTrue(statement, IS_SPREAD)) {
                throw new RefusedDatabase("quipu.database.citus: expected true, as the tables of this database are"
                        + " distributed by Citus, got false.");
            }
        }
    }

    private static void requireCoordinator(Statement statement) throws SQLException {
        String version;
        try (ResultSet state = statement.executeQuery(STATE)) {
            state.next();
            version = state.getString("version");
        }
        if (version == null || major(version) < OLDEST_MAJOR) {
            throw refused(
                    "the extension citus " + OLDEST_MAJOR + " or later in the database",
                    version == null ? "none" : "citus " + version,
                    "Have a superuser run CREATE EXTENSION citus; on the coordinator and on each worker");
        }
        try (ResultSet place = statement.executeQuery(PLACE)) {
            place.next();
            if (!place.getBoolean("is_coordinator")) {
                throw refused(
                        "a connection to the coordinator of the cluster",
                        "one to a worker",
                        "Name the coordinator in quarkus.datasource.reactive.url");
            }
            if (place.getLong("nodes") == 0) {
                throw refused("a node that takes shards", "none", "Add workers: SELECT citus_add_node('host', 5432)");
            }
        }
    }

    private static RefusedDatabase refused(String expected, String got, String remedy) {
        return new RefusedDatabase("quipu.database.citus=true: expected " + expected + ", got " + got + ". " + remedy
                + "; or set quipu.database.citus=false.");
    }

    /** @param version such as 13.2-1 */
    static int major(String version) {
        return Integer.parseInt(version.split("[.-]", 2)[0]);
    }

    private static boolean isTrue(Statement statement, String query) throws SQLException {
        try (ResultSet rows = statement.executeQuery(query)) {
            return rows.next() && rows.getBoolean(1);
        }
    }

    private static String distribution() {
        try (InputStream in = Citus.class.getResourceAsStream(DISTRIBUTION)) {
            return new String(Objects.requireNonNull(in, DISTRIBUTION).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
