package dev.quipu.storage.encryption;

import dev.quipu.storage.database.RefusedDatabase;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** Refuses to start beside a database whose keys cannot be opened: what is sealed could not be read, nor merged. */
@ApplicationScoped
class KeyCheck {

    /** After the schema is there, before the scheduler begins. */
    private static final int AFTER_MIGRATION = -900;

    private static final String ALL = "SELECT tenant, generation, wrapped FROM tenant_key";

    private final TenantKeys keys;
    private final DataSource database;

    KeyCheck(TenantKeys keys, DataSource database) {
        this.keys = keys;
        this.database = database;
    }

    record Wrapped(String tenant, int generation, byte[] bytes) {}

    void check(@Observes @Priority(AFTER_MIGRATION) StartupEvent started) throws SQLException {
        List<Wrapped> all = new ArrayList<>();
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(ALL)) {
            while (rows.next()) {
                all.add(new Wrapped(rows.getString("tenant"), rows.getInt("generation"), rows.getBytes("wrapped")));
            }
        }
        try {
            keys.check(all);
        } catch (RuntimeException e) {
            throw new RefusedDatabase("The database holds what is sealed. " + e.getMessage(), e);
        }
    }
}
