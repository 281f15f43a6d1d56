package dev.quipu.operations.backup;

import dev.quipu.database.DatabaseServer;
import dev.quipu.database.DurableFiles;
import dev.quipu.database.WalSegment;
import dev.quipu.operations.proof.RestorePoint;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Copies the data of a running server by PostgreSQL's low-level backup API, with the log that belongs to it, so that it
 * can be restored by itself. Writers go on meanwhile.
 *
 * <pre>
 * backup/backup.json, backup.json.sha256
 *        password, erasures.jsonl          of the database directory
 *        data/                             as the files were while they were written to
 *        wal/                              what makes them whole
 * </pre>
 */
final class Backup {

    /** What else of the database directory belongs into a backup, when it is there. */
    static final List<String> BESIDE_DATA = List.of("password", Erasures.FILE);

    static final String DATA = "data/";
    static final String WAL = "wal/";

    /** It ends with the session: nothing is kept for a backup that was broken off. */
    private static final String KEEP_WAL = "SELECT pg_create_physical_replication_slot(?, true, true)::text";

    private static final String IDENTIFY = """
            SELECT (SELECT system_identifier FROM pg_control_system())::text AS system,
                (SELECT bytes_per_wal_segment FROM pg_control_init()) AS segment_bytes""";
    private static final String START = "SELECT pg_walfile_name(pg_backup_start(?, fast => true)) AS segment";
    private static final String STOP = """
            SELECT labelfile, spcmapfile FROM pg_backup_stop(wait_for_archive => false)""";
    private static final String END_SEGMENT = "SELECT pg_walfile_name(pg_switch_wal())";
    private static final String READ_SETTINGS = """
            SELECT name, setting FROM pg_settings WHERE name IN ('max_connections', 'max_worker_processes',
                'max_wal_senders', 'max_prepared_transactions', 'max_locks_per_transaction')""";

    private final DatabaseServer server;
    private final String database;
    private final Path target;
    private final List<String> directories = new ArrayList<>();
    private final List<BackedUpFile> files = new ArrayList<>();

    /** @param target is made; one that holds something already is refused */
    Backup(DatabaseServer server, String database, Path target) {
        this.server = server;
        this.database = database;
        this.target = target.toAbsolutePath().normalize();
    }

    BackupManifest make() throws IOException, SQLException {
        requireEmpty();
        String startedAt = now();
        String label = "quipu_backup_" + ProcessHandle.current().pid();
        try (Connection connection = server.connect(database);
                Statement statement = connection.createStatement()) {
            text(connection, KEEP_WAL, label);
            Identity identity = identify(statement);
            WalSegment first = WalSegment.ofName(text(connection, START, label), identity.segmentBytes);
            copyData();
            stop(statement);
            // Recovery can stop no earlier than where the backup ends.
            RestorePoint point = RestorePoint.create(connection);
            copyLog(first, WalSegment.ofName(text(connection, END_SEGMENT), identity.segmentBytes));
            copyBeside();
            BackupManifest manifest = new BackupManifest(
                    BackupManifest.FORMAT,
                    identity.system,
                    startedAt,
                    now(),
                    first.name(),
                    point,
                    settings(statement),
                    directories,
                    files);
            syncDirectories();
            manifest.write(target);
            return manifest;
        }
    }

    private void requireEmpty() throws IOException {
        DurableFiles.createDirectories(target);
        try (Stream<Path> entries = Files.list(target)) {
            if (entries.findAny().isPresent()) {
                throw new IOException("backup " + target + ": expected a directory that is new or empty");
            }
        }
    }

    private record Identity(String system, int segmentBytes) {}

    private static Identity identify(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery(IDENTIFY)) {
            row.next();
            return new Identity(row.getString("system"), row.getInt("segment_bytes"));
        }
    }

    private static String text(Connection connection, String query, String... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setString(i + 1, parameters[i]);
            }
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getString(1);
            }
        }
    }

    private static Map<String, String> settings(Statement statement) throws SQLException {
        Map<String, String> settings = new TreeMap<>();
        try (ResultSet row = statement.executeQuery(READ_SETTINGS)) {
            while (row.next()) {
                settings.put(row.getString("name"), row.getString("setting"));
            }
        }
        return settings;
    }

    private void copyData() throws IOException {
        Path data = server.directory().data();
        DataFiles.each(data, new DataFiles.Visitor() {
            @Override
            public void directory(String path) throws IOException {
                DurableFiles.createDirectories(target.resolve(DATA + path));
                directories.add(DATA + path);
            }

            @Override
            public void file(String path) throws IOException {
                copyIfThere(data.resolve(path), DATA + path);
            }
        });
        write(DATA + DataFiles.CONTROL, readTwice(data.resolve(DataFiles.CONTROL)));
    }

    /** A table may be dropped between its listing and its copy: the log knows. */
    private void copyIfThere(Path from, String path) throws IOException {
        try {
            files.add(BackedUpFile.copy(from, target, path));
        } catch (NoSuchFileException gone) {
            Files.deleteIfExists(target.resolve(path));
        }
    }

    private static byte[] readTwice(Path file) throws IOException {
        byte[] before = Files.readAllBytes(file);
        byte[] now = Files.readAllBytes(file);
        while (!Arrays.equals(before, now)) {
            before = now;
            now = Files.readAllBytes(file);
        }
        return now;
    }

    private void stop(Statement statement) throws SQLException, IOException {
        try (ResultSet row = statement.executeQuery(STOP)) {
            row.next();
            write(DATA + "backup_label", row.getString("labelfile").getBytes(StandardCharsets.UTF_8));
            String tablespaces =
                    Optional.ofNullable(row.getString("spcmapfile")).orElse("");
            if (!tablespaces.isBlank()) {
                throw new IOException("backup " + target + ": expected no tablespaces, got " + tablespaces.strip());
            }
        }
    }

    private void copyLog(WalSegment first, WalSegment last) throws IOException {
        Path log = server.directory().data().resolve("pg_wal");
        if (first.timeline() > 1) {
            copyIfThere(
                    log.resolve("%08X.history".formatted(first.timeline())),
                    WAL + "%08X.history".formatted(first.timeline()));
        }
        for (WalSegment segment = first; segment.number() <= last.number(); segment = segment.next()) {
            files.add(BackedUpFile.copy(log.resolve(segment.name()), target, WAL + segment.name()));
        }
    }

    private void copyBeside() throws IOException {
        for (String name : BESIDE_DATA) {
            copyIfThere(server.directory().root().resolve(name), name);
        }
    }

    private void write(String path, byte[] content) throws IOException {
        DurableFiles.replace(target.resolve(path), content);
        BackedUpFile written = new BackedUpFile(
                path,
                content.length,
                HexFormat.of().formatHex(BackedUpFile.newDigest().digest(content)));
        files.add(written);
    }

    private void syncDirectories() throws IOException {
        try (Stream<Path> entries = Files.walk(target)) {
            for (Path directory : entries.filter(Files::isDirectory).toList()) {
                DurableFiles.syncDirectory(directory);
            }
        }
    }

    private static String now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS).toString();
    }
}
