package dev.quipu.operations;

import dev.quipu.access.encryption.DataKey;
import dev.quipu.access.encryption.MasterKey;
import dev.quipu.access.encryption.SealedBytes;
import dev.quipu.database.DatabaseDirectory;
import dev.quipu.database.DatabaseServer;
import dev.quipu.database.WalArchiving;
import dev.quipu.model.Signal;
import dev.quipu.model.segment.IntakeLimits;
import dev.quipu.model.segment.Outcome;
import dev.quipu.model.segment.RecordBatch;
import dev.quipu.model.segment.RecordRequest;
import dev.quipu.model.segment.RequestKey;
import dev.quipu.model.segment.Segment;
import dev.quipu.model.segment.SegmentId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Date;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** A store as storage keeps it: its schema, in a server that is run as storage runs it, with segments as collectors make them. */
public final class StoreFixture implements AutoCloseable {

    private static final Path CHECKOUT =
            Path.of(System.getProperty("quipu.checkout", "..")).toAbsolutePath().normalize();
    private static final String INSERT_SEGMENT = """
            INSERT INTO segment (day, level, bucket, id, tenant, key_generation, signal, record_count, min_time, max_time, max_duration,
                set_hash, component_ids, collected_from, collected_to, counted_minute, counted_component, counted_records,
                counted_set_hash, filter_blocks, head, filter, payload)
            VALUES (?, 0, 0, ?, ?, ?, ?, ?, ?, ?, ?, ?, '{1}', 0, 0, '{0}', '{1}', ARRAY[?], ARRAY[?], ?, ?, ?, ?)""";
    private static final String INSERT_LEDGER = """
            INSERT INTO ledger (tenant, signal, minute, component_id, bucket, outcome, reason, records, set_hash)
            VALUES (?, ?, 0, 1, 0, ?, '', ?, ?)
            ON CONFLICT (tenant, signal, minute, component_id, bucket, outcome, reason) DO UPDATE
            SET records = ledger.records + excluded.records, set_hash = wrapping_add(ledger.set_hash, excluded.set_hash)""";

    private static final String INSERT_KEY =
            "INSERT INTO tenant_key (tenant, generation, wrapped, retired_at) VALUES (?, ?, ?, now())";

    private final DatabaseServer server;
    private final WalArchiving archiving;
    private long segments;
    private int generations;
    private Optional<MasterKey> master = Optional.empty();

    private StoreFixture(Path root, Optional<Path> archive) throws IOException {
        Files.createDirectories(root);
        Path binaries = Files.createDirectories(CHECKOUT.resolve("operations/target/binaries"));
        if (!Files.exists(root.resolve("binaries"))) {
            Files.createSymbolicLink(root.resolve("binaries"), binaries);
        }
        server = new DatabaseServer(
                DatabaseDirectory.prepare(root),
                freePort(),
                Duration.ofSeconds(120),
                Map.of("max_connections", "25", "max_wal_size", "1GB"));
        archiving = new WalArchiving(server, archive);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** A new and empty one. */
    public static StoreFixture create(Path root, Optional<Path> archive) throws IOException, SQLException {
        StoreFixture store = open(root, archive);
        try (Connection connection = store.server.connect(DatabaseServer.SUPERUSER);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE ROLE quipu LOGIN PASSWORD '"
                    + store.server.directory().password() + "'");
            statement.execute("CREATE DATABASE quipu OWNER quipu");
        }
        try (Connection connection = store.connect();
                Statement statement = connection.createStatement();
                Stream<Path> files = Files.list(CHECKOUT.resolve("storage-service/src/main/resources/db/migration"))) {
            for (Path file :
                    files.sorted(Comparator.comparingInt(StoreFixture::version)).toList()) {
                statement.execute(Files.readString(file));
            }
        }
        return store;
    }

    private static int version(Path migration) {
        return Integer.parseInt(
                migration.getFileName().toString().split("__", 2)[0].substring(1));
    }

    /** What is there already. */
    public static StoreFixture open(Path root, Optional<Path> archive) throws IOException, SQLException {
        StoreFixture store = new StoreFixture(root, archive);
        store.server.start();
        store.archiving.begin();
        return store;
    }

    /** What is stored from now on is sealed, under a key of its own for each segment. */
    public void sealUnder(MasterKey key) {
        master = Optional.of(key);
    }

    public DatabaseServer server() {
        return server;
    }

    /** As storage does, which waits for the archive. */
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(
                server.url("quipu"), "quipu", server.directory().password());
    }

    /** Returns when the records are acknowledged. @param body of an OTLP request */
    public void store(String tenant, Signal signal, byte[] body) throws SQLException {
        store(tenant, signal, body, 1);
    }

    /** The same records several times over, in a transaction each; returns the bytes of the segments. */
    public long store(String tenant, Signal signal, byte[] body, int times) throws SQLException {
        RecordRequest request =
                new RecordRequest(RequestKey.ofBody(tenant, signal, body, body.length), body, body.length);
        RecordBatch batch = RecordBatch.read(signal, List.of(request), IntakeLimits.DEFAULT);
        long bytes = 0;
        try (Connection connection = connect()) {
            connection.setAutoCommit(false);
            for (RecordBatch.Partition part : batch.partitions(1, System.currentTimeMillis() * 1_000_000)) {
                SegmentId id = new SegmentId(System.nanoTime(), ++segments);
                Segment segment =
                        Segment.parse(part.encode(id, tenant, 1, Set.of()).framed());
                for (int i = 0; i < times; i++) {
                    insert(connection, segment, i == 0 ? id.toUuid() : UUID.randomUUID());
                    connection.commit();
                    bytes += segment.headBytes().length + segment.filter().length + (long) segment.body().length;
                }
            }
        }
        return bytes;
    }

    private Optional<DataKey> newKey(Connection connection, String tenant) throws SQLException {
        if (master.isEmpty()) {
            return Optional.empty();
        }
        DataKey key = DataKey.generate(tenant, ++generations);
        try (PreparedStatement insert = connection.prepareStatement(INSERT_KEY)) {
            insert.setString(1, tenant);
            insert.setInt(2, key.generation());
            insert.setBytes(3, master.get().wrap(key));
            insert.executeUpdate();
        }
        return Optional.of(key);
    }

    private void insert(Connection connection, Segment segment, UUID id) throws SQLException {
        var head = segment.head();
        Optional<DataKey> key = newKey(connection, head.tenant());
        LocalDate day = LocalDate.ofEpochDay(head.day());
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT ensure_day(DATE '" + day + "')");
        }
        try (PreparedStatement insert = connection.prepareStatement(INSERT_SEGMENT)) {
            Object[] values = {
                Date.valueOf(day),
                id,
                head.tenant(),
                key.map(DataKey::generation).orElse(null),
                head.signal().code(),
                head.recordCount(),
                head.minTimeUnixNano(),
                head.maxTimeUnixNano(),
                head.maxDurationNanos(),
                head.setHash(),
                head.recordCount(),
                head.setHash(),
                head.filterBlocks(),
                segment.headBytes(),
                segment.filter(),
                key.map(by -> SealedBytes.seal(segment.body(), by, id.toString().getBytes(StandardCharsets.US_ASCII)))
                        .orElse(segment.body())
            };
            for (int i = 0; i < values.length; i++) {
                insert.setObject(i + 1, values[i]);
            }
            insert.executeUpdate();
        }
        try (PreparedStatement insert = connection.prepareStatement(INSERT_LEDGER)) {
            insert.setString(1, head.tenant());
            insert.setInt(2, head.signal().code());
            insert.setInt(3, Outcome.STORED.code());
            insert.setLong(4, head.recordCount());
            insert.setLong(5, head.setHash());
            insert.executeUpdate();
        }
    }

    /** As PostgreSQL identifies the database. */
    public String system() throws SQLException {
        try (Connection connection = server.connect("postgres");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT system_identifier::text FROM pg_control_system()")) {
            row.next();
            return row.getString(1);
        }
    }

    public long records() throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT coalesce(sum(record_count), 0) FROM segment")) {
            row.next();
            return row.getLong(1);
        }
    }

    public void execute(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** SIGKILL, as if the machine had lost its power; what follows the log has no time for anything. */
    public void kill() {
        long pid = server.pid().orElseThrow();
        ProcessHandle process = ProcessHandle.of(pid).orElseThrow();
        process.destroyForcibly();
        process.onExit().join();
        archiving.close();
    }

    @Override
    public void close() throws IOException {
        if (server.pid().isPresent()) {
            server.stop();
        }
        archiving.close();
    }
}
