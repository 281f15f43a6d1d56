package dev.quipu.operations.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Which files of a data directory belong into a backup: all but those that PostgreSQL makes anew or must not find, as
 * its manual lists them for a low-level base backup.
 */
final class DataFiles {

    /** Read last, and until two readings agree: the server writes over it in place. */
    static final String CONTROL = "global/pg_control";

    private static final Set<String> ONLY_DIRECTORY = Set.of(
            "pg_wal",
            "pg_wal/archive_status",
            "pg_wal/summaries",
            "pg_replslot",
            "pg_dynshmem",
            "pg_notify",
            "pg_serial",
            "pg_snapshots",
            "pg_stat_tmp",
            "pg_subtrans",
            "log");
    private static final Set<String> LEFT_OUT = Set.of(
            "postmaster.pid",
            "postmaster.opts",
            "current_logfiles",
            "backup_label",
            "backup_label.old",
            "tablespace_map",
            "tablespace_map.old",
            "backup_manifest",
            "recovery.signal",
            "standby.signal");
    private static final Pattern TEMPORARY =
            Pattern.compile("(.*/)?(pgsql_tmp.*|pg_internal\\.init.*|t\\d+_\\d+(_\\w+)?(\\.\\d+)?)(/.*)?");

    private DataFiles() {}

    /** What to do with a file or a directory, by its path below the data directory with slashes. */
    interface Visitor {
        void directory(String path) throws IOException;

        void file(String path) throws IOException;
    }

    /** Files that come and go meanwhile may be visited or not. {@link #CONTROL} is not. */
    static void each(Path data, Visitor visitor) throws IOException {
        visit(data, "", visitor);
    }

    private static void visit(Path data, String path, Visitor visitor) throws IOException {
        try (Stream<Path> entries = Files.list(data.resolve(path))) {
            for (Path entry : entries.sorted().toList()) {
                String name = (path.isEmpty() ? "" : path + "/") + entry.getFileName();
                if (Files.isSymbolicLink(entry)) {
                    throw new IOException(entry + ": expected a file or a directory, got a link; tablespaces"
                            + " elsewhere are not backed up");
                } else if (Files.isDirectory(entry)) {
                    if (ONLY_DIRECTORY.contains(name) || belongs(path, name)) {
                        visitor.directory(name);
                        visit(data, name, visitor);
                    }
                } else if (belongs(path, name)) {
                    visitor.file(name);
                }
            }
        } catch (NoSuchFileException gone) {
            if (path.isEmpty()) {
                throw gone;
            }
        }
    }

    static boolean belongs(String directory, String path) {
        boolean isMadeAnew =
                ONLY_DIRECTORY.stream().anyMatch(only -> directory.equals(only) || directory.startsWith(only + "/"));
        return !isMadeAnew
                && !LEFT_OUT.contains(path)
                && !path.equals(CONTROL)
                && !TEMPORARY.matcher(path).matches();
    }
}
