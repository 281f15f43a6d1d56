package dev.quipu.database;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Whether a server's log is archived. With an archive the server takes no transaction for committed before the archive
 * has it on its disk: the receiver is its synchronous standby. While the archive cannot be written, commits wait.
 */
public final class WalArchiving implements AutoCloseable {

    /** Of the receiver and of its slot, which keeps what the archive has not yet. */
    static final String NAME = "quipu_archive";

    private static final Logger LOG = Logger.getLogger(WalArchiving.class);
    private static final String FIND_SLOT = "SELECT 1 FROM pg_replication_slots WHERE slot_name = '" + NAME + "'";
    private static final String CREATE_SLOT = "SELECT pg_create_physical_replication_slot('" + NAME + "', true)";
    private static final String DROP_SLOT = "SELECT pg_drop_replication_slot('" + NAME + "')";

    private final DatabaseServer server;
    private final Optional<Path> directory;
    private @Nullable WalReceiver receiver;

    /** @param directory nothing is archived when absent */
    public WalArchiving(DatabaseServer server, Optional<Path> directory) {
        this.server = server;
        this.directory = directory;
    }

    /** To be called when the server runs; it is told what holds from now on, and keeps it over its restarts. */
    public void begin() throws SQLException, IOException {
        try (Connection connection = server.connect(DatabaseServer.SUPERUSER);
                Statement statement = connection.createStatement()) {
            boolean hasSlot = hasRow(statement, FIND_SLOT);
            if (directory.isPresent() && !hasSlot) {
                statement.execute(CREATE_SLOT);
            }
            statement.execute(
                    "ALTER SYSTEM SET synchronous_standby_names = '" + (directory.isPresent() ? NAME : "") + "'");
            statement.execute("SELECT pg_reload_conf()");
            if (directory.isEmpty() && hasSlot) {
                LOG.warn("The write-ahead log is archived no longer: what comes now is in no archive");
                statement.execute(DROP_SLOT);
            }
        }
        if (directory.isPresent() && receiver == null) {
            receiver = WalReceiver.start(server, directory.get());
        }
    }

    private static boolean hasRow(Statement statement, String query) throws SQLException {
        try (ResultSet rows = statement.executeQuery(query)) {
            return rows.next();
        }
    }

    /** To be called when the server has stopped: it stops once the archive has all of its log. */
    @Override
    public void close() {
        if (receiver != null) {
            receiver.close();
        }
    }
}
