package dev.quipu.operations.backup;

import dev.quipu.database.WalArchive;
import dev.quipu.database.WalSegment;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
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

    /** Where files of the log are, in the order in which they are looked for. */
    List<Path> directories() {
        return Stream.of(archive.stream(), old.stream(), Stream.of(ofBackup))
                .flatMap(directory -> directory)
                .toList();
    }

    /** The file that has it, or what of it was written. */
    Optional<Path> fileOf(WalSegment segment) throws IOException {
        for (Path directory : directories()) {
            for (String name : WalArchive.files(directory)) {
                if (WalArchive.wholeName(name).equals(segment.name())) {
                    return Optional.of(directory.resolve(name));
                }
            }
        }
        return Optional.empty();
    }

    /**
     * What is missing between the backup and the log that is there, although later parts of it are: a server without an
     * archive keeps only the newest.
     *
     * @return a sentence; empty when all that is there can be reached
     */
    Optional<String> gap(BackupManifest manifest, Timelines timelines) throws IOException {
        WalSegment last = manifest.lastSegment();
        NavigableSet<Long> there = new TreeSet<>();
        for (Path directory : Stream.concat(archive.stream(), old.stream()).toList()) {
            there.addAll(usable(directory, timelines, last.bytes()));
        }
        boolean isHeld = timelines.holding(last.number(), last.bytes()) == last.timeline();
        long reached = isHeld ? last.number() : last.number() - 1;
        while (there.contains(reached + 1)) {
            reached++;
        }
        Long beyond = there.higher(reached);
        if (beyond == null) {
            return Optional.empty();
        }
        return Optional.of("expected the log from " + name(timelines, reached + 1, last.bytes()) + " on, found it from "
                + name(timelines, beyond, last.bytes()) + " on in " + this);
    }

    private static String name(Timelines timelines, long number, int bytes) {
        return new WalSegment(timelines.holding(number, bytes), number, bytes).name();
    }

    /** Numbers of the segments that are of the timeline that is replayed there, and as long as they were. */
    private static Set<Long> usable(Path directory, Timelines timelines, int bytes) throws IOException {
        Set<Long> numbers = new HashSet<>();
        Set<Integer> ended = new HashSet<>();
        List<String> names = new ArrayList<>(WalArchive.files(directory));
        Collections.reverse(names);
        for (String name : names) {
            String whole = WalArchive.wholeName(name);
            if (WalSegment.NAME.matcher(whole).matches()) {
                WalSegment segment = WalSegment.ofName(whole, bytes);
                boolean isLast = ended.add(segment.timeline());
                boolean isValid = timelines.holding(segment.number(), bytes) == segment.timeline();
                if (isValid && (whole.equals(name) || isLast && endsIn(segment, timelines))) {
                    numbers.add(segment.number());
                }
            }
        }
        return numbers;
    }

    /** A begun segment is all there was only where its timeline ends. */
    private static boolean endsIn(WalSegment segment, Timelines timelines) {
        return timelines
                .forkOf(segment.timeline())
                .map(fork -> fork.position() <= segment.end())
                .orElse(true);
    }
}
