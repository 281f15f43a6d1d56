package dev.quipu.operations.proof;

import dev.quipu.access.encryption.DataKey;
import dev.quipu.access.encryption.MasterKeys;
import dev.quipu.access.encryption.UnsealException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The tenants' keys under which payloads are sealed, as one snapshot has them and as far as a master key unwraps them. */
final class PayloadKeys {

    private static final String READ_KEYS = "SELECT tenant, generation, wrapped FROM tenant_key ORDER BY 1, 2";

    private record Name(String tenant, int generation) {}

    private final Map<Name, DataKey> keys = new HashMap<>();
    private final List<String> findings = new ArrayList<>();

    /** None without a master key, and none of a database from before there were any. */
    static PayloadKeys read(Connection connection, Optional<MasterKeys> master) throws SQLException {
        PayloadKeys read = new PayloadKeys();
        if (master.isPresent() && StoredSets.hasKeys(connection)) {
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery(READ_KEYS)) {
                while (row.next()) {
                    read.unwrap(row, master.get());
                }
            }
        }
        return read;
    }

    private void unwrap(ResultSet row, MasterKeys master) throws SQLException {
        Name name = new Name(row.getString("tenant"), row.getInt("generation"));
        try {
            keys.put(name, master.unwrap(row.getBytes("wrapped"), name.tenant, name.generation));
        } catch (UnsealException e) {
            findings.add(e.getMessage());
        }
    }

    /** Empty when it was not unwrapped. */
    Optional<DataKey> of(String tenant, int generation) {
        return Optional.ofNullable(keys.get(new Name(tenant, generation)));
    }

    /** Which keys the master key does not unwrap. */
    List<String> findings() {
        return findings;
    }
}
