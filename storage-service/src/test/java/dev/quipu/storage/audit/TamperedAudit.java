package dev.quipu.storage.audit;

import dev.quipu.access.audit.AuditEntry;
import dev.quipu.access.audit.AuditHash;
import dev.quipu.access.audit.ChainCheck;
import dev.quipu.access.audit.ChainedEntry;
import dev.quipu.access.audit.Checkpoint;
import dev.quipu.access.audit.Finding;
import dev.quipu.access.audit.SigningKey;
import java.security.PublicKey;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** What somebody does to the tables who owns the database and has no signing key, and what a check says to it. */
final class TamperedAudit {

    private static final List<String> COLUMNS = List.of("tenant", "actor", "role", "action", "subject", "detail");

    private final Connection connection;
    private final Random random;
    private final long size;

    TamperedAudit(Connection connection, Random random) throws SQLException {
        this.connection = connection;
        this.random = random;
        this.size = number("SELECT max(sequence) FROM audit");
        run("ALTER TABLE audit DISABLE TRIGGER USER");
        run("ALTER TABLE audit_checkpoint DISABLE TRIGGER USER");
        run("ALTER TABLE audit_head DISABLE TRIGGER USER");
        run("ALTER TABLE audit DROP CONSTRAINT audit_pkey");
    }

    /** Changes something, in one of the ways that there are. */
    String tamper(int way) throws SQLException {
        return switch (way % 11) {
            case 0 -> edit();
            case 1 -> editTime();
            case 2 -> editHash();
            case 3 -> remove();
            case 4 -> removeAndCloseTheGap();
            case 5 -> swap(true);
            case 6 -> swap(false);
            case 7 -> truncate();
            case 8 -> rewrite();
            case 9 -> forgeCheckpoint();
            default -> insert();
        };
    }

    private long any() {
        return 1 + random.nextLong(size);
    }

    private String edit() throws SQLException {
        long at = any();
        String column = COLUMNS.get(random.nextInt(COLUMNS.size()));
        run("UPDATE audit SET " + column + " = " + column + " || 'x' WHERE sequence = " + at);
        return "edit " + column + " of " + at;
    }

    private String editTime() throws SQLException {
        long at = any();
        run("UPDATE audit SET at = at + interval '1 microsecond' WHERE sequence = " + at);
        return "edit time of " + at;
    }

    private String editHash() throws SQLException {
        long at = any();
        run("UPDATE audit SET hash = set_byte(hash, " + random.nextInt(32) + ", (get_byte(hash, 0) + 1) % 256)"
                + " WHERE sequence = " + at);
        run("UPDATE audit SET hash = sha256(hash) WHERE sequence = " + at);
        return "edit hash of " + at;
    }

    private String remove() throws SQLException {
        long at = any();
        run("DELETE FROM audit WHERE sequence = " + at);
        return "remove " + at;
    }

    private String removeAndCloseTheGap() throws SQLException {
        long at = any();
        run("DELETE FROM audit WHERE sequence = " + at);
        run("UPDATE audit SET sequence = sequence - 1 WHERE sequence > " + at);
        run("UPDATE audit_head SET sequence = " + (size - 1));
        return "remove " + at + " and close the gap";
    }

    private String swap(boolean withHashes) throws SQLException {
        long one = any();
        long other = 1 + (one + random.nextLong(size - 1)) % size;
        run("UPDATE audit SET sequence = CASE sequence WHEN " + one + " THEN " + other + " ELSE " + one
                + " END WHERE sequence IN (" + one + ", " + other + ")");
        if (!withHashes) {
            run("UPDATE audit a SET hash = b.hash FROM audit b WHERE a.sequence IN (" + one + ", " + other
                    + ") AND b.sequence = " + one + " + " + other + " - a.sequence");
        }
        return "swap " + one + " and " + other;
    }

    private String truncate() throws SQLException {
        long at = any();
        run("DELETE FROM audit WHERE sequence >= " + at);
        run("UPDATE audit_head SET sequence = " + (at - 1));
        return "truncate from " + at;
    }

    /** As if it had been so from the start: every hash from there on is right. */
    private String rewrite() throws SQLException {
        String what = edit();
        rehash();
        return what + " and rewrite";
    }

    private void rehash() throws SQLException {
        AuditHash last = AuditEntry.START;
        try (PreparedStatement update = connection.prepareStatement("UPDATE audit SET hash = ? WHERE sequence = ?")) {
            for (ChainedEntry entry : entries()) {
                last = entry.entry().hash(last);
                update.setBytes(1, last.toBytes());
                update.setLong(2, entry.entry().sequence());
                update.addBatch();
            }
            update.executeBatch();
        }
        run("UPDATE audit_head SET hash = decode('" + last.hex() + "', 'hex')");
    }

    /** With the rewritten chain to go with it. */
    private String forgeCheckpoint() throws SQLException {
        String what = rewrite();
        List<ChainedEntry> entries = entries();
        Checkpoint forged = Checkpoint.sign(
                size,
                entries.get(entries.size() - 1).hash(),
                Instant.now().truncatedTo(java.time.temporal.ChronoUnit.MICROS),
                SigningKey.generate());
        run("DELETE FROM audit_checkpoint");
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO audit_checkpoint VALUES (?, ?, ?, ?, ?)")) {
            insert.setLong(1, forged.sequence());
            insert.setBytes(2, forged.hash().toBytes());
            insert.setTimestamp(3, Timestamp.from(forged.at()));
            insert.setBytes(4, forged.signature());
            insert.setBytes(5, forged.publicKey());
            insert.executeUpdate();
        }
        return what + " and forge a checkpoint";
    }

    private String insert() throws SQLException {
        long at = any();
        run("UPDATE audit SET sequence = sequence + 1 WHERE sequence >= " + at);
        run("INSERT INTO audit SELECT " + at + ", at, tenant, 'mallory', role, action, subject, outcome, detail, hash"
                + " FROM audit WHERE sequence = " + (at == 1 ? 2 : at - 1));
        run("UPDATE audit_head SET sequence = " + (size + 1));
        return "insert at " + at;
    }

    static List<Finding> findings(Connection connection, PublicKey trusted) throws SQLException {
        ChainCheck check = new ChainCheck(checkpoints(connection), Set.of(trusted));
        entries(connection).forEach(check::accept);
        return check.end(number(connection, "SELECT sequence FROM audit_head"));
    }

    private List<ChainedEntry> entries() throws SQLException {
        return entries(connection);
    }

    private static List<ChainedEntry> entries(Connection connection) throws SQLException {
        List<ChainedEntry> entries = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT * FROM audit ORDER BY sequence")) {
            while (row.next()) {
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
                entries.add(new ChainedEntry(entry, AuditHash.of(row.getBytes("hash"))));
            }
        }
        return entries;
    }

    private static List<Checkpoint> checkpoints(Connection connection) throws SQLException {
        List<Checkpoint> checkpoints = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT * FROM audit_checkpoint")) {
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

    private void run(String statement) throws SQLException {
        try (Statement running = connection.createStatement()) {
            running.execute(statement);
        }
    }

    private long number(String query) throws SQLException {
        return number(connection, query);
    }

    private static long number(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }
}
