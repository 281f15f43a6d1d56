package dev.quipu.storage.encryption;

import dev.quipu.access.encryption.UnsealException;
import dev.quipu.storage.database.RefusedDatabase;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jboss.logging.Logger;

/**
 * Refuses to start beside a database whose keys cannot be opened: what is sealed could not be read, nor merged. Those that
 * lie under another master key than the one that is configured are wrapped by that one.
 */
@ApplicationScoped
class KeyCheck {

    /** After the schema is there, before the scheduler begins. */
    private static final int AFTER_MIGRATION = -900;

    private static final Logger LOG = Logger.getLogger(KeyCheck.class);

    private static final String ALL = "SELECT tenant, generation, wrapped FROM tenant_key";

    /** Another replica may have been quicker, or the key be destroyed. */
    private static final String REPLACE =
            "UPDATE tenant_key SET wrapped = ? WHERE tenant = ? AND generation = ? AND wrapped = ?";

    private final TenantKeys keys;
    private final DataSource database;

    KeyCheck(TenantKeys keys, DataSource database) {
        this.keys = keys;
        this.database = database;
    }

    record Wrapped(String tenant, int generation, byte[] bytes) {}

    record Rewrapped(Wrapped key, byte[] bytes) {}

    void check(@Observes @Priority(AFTER_MIGRATION) StartupEvent started) throws SQLException {
        try (Connection connection = database.getConnection()) {
            List<Rewrapped> anew;
            try {
                anew = keys.rewrap(read(connection));
            } catch (UnsealException | NoMasterKey e) {
                throw new RefusedDatabase("The database holds what is sealed. " + e.getMessage(), e);
            }
            replace(connection, anew);
        }
    }

    private static List<Wrapped> read(Connection connection) throws SQLException {
        List<Wrapped> all = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(ALL)) {
            while (rows.next()) {
                all.add(new Wrapped(rows.getString("tenant"), rows.getInt("generation"), rows.getBytes("wrapped")));
            }
        }
        return all;
    }

    private static void replace(Connection connection, List<Rewrapped> anew) throws SQLException {
        int replaced = 0;
        try (PreparedStatement statement = connection.prepareStatement(REPLACE)) {
            for (Rewrapped each : anew) {
                statement.setBytes(1, each.bytes());
                statement.setString(2, each.key().tenant());
                statement.setInt(3, each.key().generation());
                statement.setBytes(4, each.key().bytes());
                replaced += statement.executeUpdate();
            }
        }
        if (replaced > 0) {
            LOG.infof("%d keys of tenants lie under another master key now, the configured one", replaced);
        }
    }
}
