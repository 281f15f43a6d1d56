package dev.quipu.operations.audit;

import dev.quipu.access.audit.AuditEntry;
import dev.quipu.access.audit.AuditHash;
import dev.quipu.access.audit.ChainedEntry;
import dev.quipu.access.audit.Checkpoint;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

/** The audit as it is in a database, in one snapshot. */
final class StoredAudit implements AutoCloseable {

    private static final int ENTRIES_AT_ONCE = 1000;
    private static final String READ_HEAD = "SELECT sequence FROM audit_head";
    private static final String READ_ENTRIES = """
            SELECT sequence, at, tenant, actor, role, action, subject, outcome, detail, hash
            FROM audit ORDER BY sequence""";
    private static final String READ_CHECKPOINTS = """
            SELECT sequence, hash, at, signature, public_key FROM audit_checkpoint ORDER BY sequence""";

    private final Connection connection;

    /** @param connection is closed with this */
    StoredAudit(Connection connection) throws SQLException {
        this.connection = connection;
        connection.setAutoCommit(false);
        connection.setReadOnly(true);
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    }

    interface EntryVisitor {
        void entry(ChainedEntry entry) throws IOException;
    }

    /** What the place says where new entries are appended. */
    long headSequence() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(READ_HEAD)) {
            return row.next() ? row.getLong("sequence") : 0;
        }
    }

    /** All, in the order of their sequence. */
    void eachEntry(EntryVisitor visitor) throws SQLException, IOException {
        try (Statement statement = connection.createStatement()) {
            statement.setFetchSize(ENTRIES_AT_ONCE);
            try (ResultSet row = statement.executeQuery(READ_ENTRIES)) {
                while (row.next()) {
                    visitor.entry(entry(row));
                }
            }
        }
    }

    private static ChainedEntry entry(ResultSet row) throws SQLException {
        AuditEntry entry = new AuditEntry(
                row.getLong("sequence"),
                row.getObject("at", OffsetDateTime.class).toInstant(),
                row.getString("tenant"),
                row.getString("actor"),
                row.getString("role"),
                row.getString("action"),
                row.getString("subject"),
                row.getString("outcome"),
                row.getString("detail"));
        return new ChainedEntry(entry, AuditHash.of(row.getBytes("hash")));
    }

    List<Checkpoint> checkpoints() throws SQLException {
        List<Checkpoint> checkpoints = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(READ_CHECKPOINTS)) {
            while (row.next()) {
                checkpoints.add(new Checkpoint(
                        row.getLong("sequence"),
                        AuditHash.of(row.getBytes("hash")),
                        row.getObject("at", OffsetDateTime.class).toInstant(),
                        row.getBytes("signature"),
                        row.getBytes("public_key")));
            }
        }
        return checkpoints;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
