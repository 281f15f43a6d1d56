package dev.quipu.operations.backup;

import dev.quipu.database.WalArchive;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where the log comes from that is replayed on top of a backup.
 *
 * @param archive of this database, when there is one
 * @param old the log of the data directory that is replaced, which knows most when it is still there
 * @param ofBackup makes the backup whole, and no more
 */
record LogSources(Optional<Path> archive, Optional<Path> old, Path ofBackup) {

    /**
     * What there is. The log of another database is left alone: its records are not these.
     *
     * @param archiveRoot as storage is configured
     * @param oldData may be absent
     */
    static LogSources find(BackupManifest manifest, Path backup, Optional<Path> archiveRoot, Path oldData)
            throws IOException {
        Optional<Path> archive = archiveRoot
                .map(root -> WalArchive.directoryOf(root, manifest.system()))
                .filter(Files::isDirectory);
        Optional<Path> old = systemOf(oldData).filter(manifest.system()::equals).map(same -> oldData.resolve("pg_wal"));
        return new LogSources(archive, old, backup.resolve(Backup.WAL));
    }

    /** The system identifier is what {@code pg_control} begins with, in the machine's order of bytes. */
    private static Optional<String> systemOf(Path data) throws IOException {
        Path control = data.resolve(DataFiles.CONTROL);
        if (!Files.isRegularFile(control)) {
            return Optional.empty();
        }
        ByteBuffer identifier = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder());
        try (FileChannel file = FileChannel.open(control)) {
            int read = file.read(identifier);
            return read == Long.BYTES ? Optional.of(Long.toUnsignedString(identifier.getLong(0))) : Optional.empty();
        }
    }

    String restoreCommand() {
        return WalArchive.restoreCommand(
                archive, Stream.concat(old.stream(), Stream.of(ofBackup)).toList());
    }

    @Override
    public String toString() {
        return String.join(
                ", ",
                Stream.of(
                                archive.map(path -> "archive " + path),
                                old.map(path -> "the old " + path),
                                Optional.of("the backup's own"))
                        .flatMap(Optional::stream)
                        .toList());
    }

    /** Whether no more is known than what the backup itself has. */
    boolean endWithBackup() {
        return List.of(archive, old).stream().allMatch(Optional::isEmpty);
    }
}
