package dev.quipu.database;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.postgresql.PGConnection;
import org.postgresql.PGProperty;
import org.postgresql.replication.LogSequenceNumber;
import org.postgresql.replication.PGReplicationStream;

/**
 * Streams a server's log into an archive and tells the server how far it is on the archive's disk. It connects again
 * whenever it lost the server, and goes on where the archive ends.
 */
final class WalReceiver implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(WalReceiver.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int STATUS_SECONDS = 1;
    /** Some seconds' worth. */
    private static final int FAILURES_TO_TELL = 10;

    private static final String IDENTIFY = """
            SELECT (SELECT system_identifier FROM pg_control_system())::text AS system,
                (SELECT bytes_per_wal_segment FROM pg_control_init()) AS segment_bytes,
                substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8) AS timeline,
                (SELECT restart_lsn FROM pg_replication_slots WHERE slot_name = ?)::text AS kept_from""";
    private static final String READ_HISTORY = "SELECT pg_read_binary_file('pg_wal/' || ?)";
    private static final String FIND_SEGMENT = "SELECT 1 FROM pg_ls_waldir() WHERE name = ?";

    private final DatabaseServer server;
    private final Path root;
    private final Thread thread;
    private volatile boolean closed;
    private int failures;
    private long reached;

    private WalReceiver(DatabaseServer server, Path root) {
        this.server = server;
        this.root = root;
        this.thread = new Thread(this::run, "quipu-wal-archive");
        thread.setDaemon(true);
    }

    static WalReceiver start(DatabaseServer server, Path root) {
        WalReceiver receiver = new WalReceiver(server, root);
        receiver.thread.start();
        return receiver;
    }

    private void run() {
        while (!closed) {
            try {
                receive();
            } catch (IOException | SQLException | RuntimeException e) {
                tell(e);
            }
            try {
                DatabaseServer.pause();
            } catch (IOException interrupted) {
                return;
            }
        }
    }

    /** Once, and not of a server that is only being started again. */
    private void tell(Exception trouble) {
        failures++;
        if (failures == FAILURES_TO_TELL && !closed) {
            LOG.error("The archive of the write-ahead log does not follow; commits wait until it does", trouble);
        }
    }

    /** What is written over again after trouble is no progress. */
    private void reach(long position) {
        if (Long.compareUnsigned(position, reached) <= 0) {
            return;
        }
        reached = position;
        if (failures >= FAILURES_TO_TELL) {
            LOG.info("The archive of the write-ahead log follows again");
        }
        failures = 0;
    }

    private void receive() throws IOException, SQLException {
        Identity identity;
        WalSegment first;
        WalArchive archive;
        try (Connection connection = server.connect(DatabaseServer.SUPERUSER)) {
            identity = identify(connection);
            archive = WalArchive.open(root, identity.system);
            first = firstSegment(connection, identity, archive);
        }
        try (archive;
                Connection connection = connectForReplication()) {
            stream(connection, archive, first);
        }
    }

    private record Identity(String system, int segmentBytes, int timeline, long keptFrom) {}

    private static Identity identify(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(IDENTIFY)) {
            statement.setString(1, WalArchiving.NAME);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return new Identity(
                        row.getString("system"),
                        row.getInt("segment_bytes"),
                        Integer.parseInt(row.getString("timeline"), 16),
                        WalSegment.position(row.getString("kept_from")));
            }
        }
    }

    /** Where the archive ends; in a new one, where the timeline begins or the slot keeps the log from. */
    private static WalSegment firstSegment(Connection connection, Identity identity, WalArchive archive)
            throws SQLException, IOException {
        long begin = identity.keptFrom;
        if (identity.timeline > 1) {
            begin = keepHistory(connection, identity, archive);
        }
        WalSegment wanted = WalSegment.at(identity.timeline, begin, identity.segmentBytes);
        WalSegment next = archive.next(identity.timeline, identity.segmentBytes).orElse(wanted);
        if (isThere(connection, next) || next.begin() >= identity.keptFrom) {
            return next;
        }
        WalSegment kept = WalSegment.at(identity.timeline, identity.keptFrom, identity.segmentBytes);
        LOG.warnf(
                "The archive of the write-ahead log has a gap from %s to %s: nothing can be restored across it."
                        + " Make a backup now",
                WalSegment.text(next.begin()), WalSegment.text(kept.begin()));
        return kept;
    }

    /** @return where the timeline left its parent */
    private static long keepHistory(Connection connection, Identity identity, WalArchive archive)
            throws SQLException, IOException {
        String name = "%08X.history".formatted(identity.timeline);
        try (PreparedStatement statement = connection.prepareStatement(READ_HISTORY)) {
            statement.setString(1, name);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                byte[] history = row.getBytes(1);
                archive.keepHistory(name, history);
                String[] lines =
                        new String(history, StandardCharsets.UTF_8).strip().split("\n", -1);
                return WalSegment.position(lines[lines.length - 1].split("\t", -1)[1]);
            }
        }
    }

    private static boolean isThere(Connection connection, WalSegment segment) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(FIND_SEGMENT)) {
            statement.setString(1, segment.name());
            try (ResultSet row = statement.executeQuery()) {
                return row.next();
            }
        }
    }

    private Connection connectForReplication() throws SQLException {
        Properties properties = new Properties();
        PGProperty.USER.set(properties, DatabaseServer.SUPERUSER);
        PGProperty.PASSWORD.set(properties, server.directory().password());
        PGProperty.APPLICATION_NAME.set(properties, WalArchiving.NAME);
        PGProperty.ASSUME_MIN_SERVER_VERSION.set(properties, "15");
        PGProperty.REPLICATION.set(properties, "true");
        PGProperty.PREFER_QUERY_MODE.set(properties, "simple");
        return DriverManager.getConnection(server.url(DatabaseServer.SUPERUSER), properties);
    }

    private void stream(Connection connection, WalArchive archive, WalSegment first) throws SQLException, IOException {
        try (PGReplicationStream stream = connection
                .unwrap(PGConnection.class)
                .getReplicationAPI()
                .replicationStream()
                .physical()
                .withSlotName(WalArchiving.NAME)
                .withStartPosition(LogSequenceNumber.valueOf(first.begin()))
                .withStatusInterval(STATUS_SECONDS, TimeUnit.SECONDS)
                // Else the driver confirms by itself, on a keepalive, what is not on the disk yet.
                .withAutomaticFlush(false)
                .start()) {
            MirroredFile erasures = archive.mirror(server.directory().root().resolve(DatabaseDirectory.ERASURES));
            while (!stream.isClosed()) {
                keep(stream, archive, first);
                erasures.refresh();
                confirm(stream);
                reach(stream.getLastFlushedLSN().asLong());
            }
        }
    }

    /** What is there by now goes to the disk at once, however many transactions it is of. */
    private static void keep(PGReplicationStream stream, WalArchive archive, WalSegment first)
            throws SQLException, IOException {
        ByteBuffer bytes = stream.read();
        while (bytes != null) {
            long end = stream.getLastReceiveLSN().asLong();
            archive.write(first, end - bytes.remaining(), bytes);
            bytes = stream.readPending();
        }
        archive.sync();
    }

    private static void confirm(PGReplicationStream stream) throws SQLException {
        stream.setFlushedLSN(stream.getLastReceiveLSN());
        stream.setAppliedLSN(stream.getLastReceiveLSN());
        stream.forceUpdateStatus();
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join(PATIENCE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        thread.interrupt();
    }
}
