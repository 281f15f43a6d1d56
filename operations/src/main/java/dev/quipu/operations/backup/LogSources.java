package dev.quipu.operations.backup;

import dev.quipu.database.WalArchive;
import dev.quipu.database.WalSegment;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
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
     * @throws IOException when an archive is named that has none of this database
     */
    static LogSources find(BackupManifest manifest, Path backup, Optional<Path> archiveRoot, Path oldData)
            throws IOException {
        Optional<Path> archive = archiveRoot.map(root -> WalArchive.directoryOf(root, manifest.system()));
        if (archive.isPresent() && !Files.isDirectory(archive.get())) {
            throw new IOException("archive: expected the log of this database in " + archive.get() + ", found none");
        }
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

    /**
     * What is missing between the backup and the log that is there, although later parts of it are: a server without an
     * archive keeps only the newest.
     *
     * @return a sentence; empty when all that is there can be reached
     */
    Optional<String> gap(BackupManifest manifest) throws IOException {
        WalSegment last = manifest.lastSegment();
        NavigableSet<Long> there = new TreeSet<>();
        for (Path directory : Stream.concat(archive.stream(), old.stream()).toList()) {
            for (String name : WalArchive.files(directory)) {
                if (WalSegment.NAME.matcher(WalArchive.wholeName(name)).matches()) {
                    there.add(WalSegment.ofName(WalArchive.wholeName(name), last.bytes())
                            .number());
                }
            }
        }
        long reached = last.number();
        while (there.contains(reached + 1)) {
            reached++;
        }
        Long beyond = there.higher(reached);
        if (beyond == null) {
            return Optional.empty();
        }
        return Optional.of("expected the log from " + new WalSegment(last.timeline(), reached + 1, last.bytes()).name()
                + " on, found it from " + new WalSegment(last.timeline(), beyond, last.bytes()).name() + " on in "
                + this);
    }
}
