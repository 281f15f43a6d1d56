package dev.quipu.storage.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * The role whose statements PostgreSQL holds to one tenant, until the end of their transaction. A role of its own, as
 * policies hold neither superusers nor the owner of the tables.
 */
public final class TenantRole {

    /** Of the whole server, not of one database. */
    public static final String NAME = "quipu_tenant";

    /** Takes the role for the present transaction; of the tenant that is its parameter. */
    static final String TAKE = "SELECT set_config('role', '" + NAME + "', true), set_config('quipu.tenant', $1, true)";

    /** The same where Citus' workers shall know it, who are told of commands and not of settings made by functions. */
    static final String TAKE_ON_WORKERS = "SELECT take_tenant($1)";

    /** The same of a session of entities. */
    public static final String TAKE_IN_SESSION =
            "SELECT set_config('role', '" + NAME + "', true) || set_config('quipu.tenant', ?1, true)";

    /** The same, where Citus' workers shall know it. */
    public static final String TAKE_IN_SESSION_ON_WORKERS = "SELECT take_tenant(?1)";

    private static final String TRY = "SET LOCAL ROLE " + NAME;
    private static final String OPEN = "CALL open_to_tenant()";

    private TenantRole() {}

    /** What makes the role, and lets another one take it. */
    static List<String> statements(String user) {
        return List.of(
                "DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '" + NAME + "') THEN CREATE ROLE "
                        + NAME + " NOLOGIN; END IF; END $$",
                "GRANT " + NAME + " TO " + user);
    }

    /**
     * Sees to it that the role is there, can be taken, and may read and write what it must.
     *
     * @throws RefusedDatabase when that cannot be
     */
    static void prepare(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        String user = connection.getMetaData().getUserName();
        try (Statement statement = connection.createStatement()) {
            if (!canBeTaken(connection, statement)) {
                make(connection, statement, user);
            }
            statement.execute(OPEN);
            connection.commit();
        }
    }

    private static boolean canBeTaken(Connection connection, Statement statement) throws SQLException {
        try {
            statement.execute(TRY);
            return true;
        } catch (SQLException e) {
            if (Migration.isLostConnection(e)) {
                throw e;
            }
            return false;
        } finally {
            connection.rollback();
        }
    }

    private static void make(Connection connection, Statement statement, String user) throws SQLException {
        String quoted = statement.enquoteIdentifier(user, true);
        try {
            for (String sql : statements(quoted)) {
                statement.execute(sql);
            }
            connection.commit();
        } catch (SQLException e) {
            if (Migration.isLostConnection(e)) {
                throw e;
            }
            connection.rollback();
            // Another replica may have made it meanwhile.
            if (!canBeTaken(connection, statement)) {
                throw new RefusedDatabase(refusal(user, quoted, e), e);
            }
        }
    }

    private static String refusal(String user, String quoted, SQLException failure) {
        return "quipu.storage.row-level-security: expected that the user '" + user + "' may take the role " + NAME
                + ", got: " + String.valueOf(failure.getMessage()).replaceAll("\\s+", " ")
                + ". Have a superuser run once: CREATE ROLE " + NAME + " NOLOGIN; GRANT " + NAME + " TO " + quoted
                + "; or set quipu.storage.row-level-security=false, and nothing but our own statements keeps tenants"
                + " apart.";
    }
}
