package dev.quipu.operations.backup;

import dev.quipu.database.DatabaseDirectory;
import dev.quipu.database.DurableFiles;
import dev.quipu.database.WalSegment;
import dev.quipu.operations.proof.StoreProof;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Brings a backup back. All is done in a directory beside the data, which takes its place only when it is whole,
 * replayed and, when asked for, proven. Until then nothing is changed; afterwards the old data lie beside the new.
 */
final class Restore {

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss").withZone(ZoneOffset.UTC);

    private final Path backup;
    private final Path root;
    private final String database;
    private final Consumer<String> progress;

    /**
     * @param root the database directory
     * @param database in it, that storage uses
     */
    Restore(Path backup, Path root, String database, Consumer<String> progress) {
        this.backup = backup.toAbsolutePath().normalize();
        this.root = root.toAbsolutePath().normalize();
        this.database = database;
        this.progress = progress;
    }

    /**
     * @param to what was committed until then; everything when absent
     * @param timeline to follow; the latest when absent
     * @param archive as storage is configured
     * @param despiteGap whether to go on where later parts of the log cannot be reached
     * @param proof by which it is proven before it takes its place; not at all when absent
     */
    record Wish(
            Optional<Instant> to,
            Optional<Integer> timeline,
            Optional<Path> archive,
            boolean despiteGap,
            Optional<StoreProof> proof) {}

    /**
     * @param old where the data are now that were there
     * @param proof of what is stored at the end, when it was asked for; one with findings was not put in place
     */
    record Result(Optional<Path> old, Optional<StoreProof.Outcome> proof) {

        boolean isProven() {
            return proof.map(outcome -> outcome.findings().isEmpty()).orElse(true);
        }
    }

    Result run(Wish wish) throws IOException, SQLException {
        BackupManifest manifest = BackupManifest.read(backup);
        requireAfter(wish, manifest);
        DurableFiles.createDirectories(root);
        Path data = root.resolve("data");
        requireUnused();
        nameLeftovers();
        LogSources log = LogSources.find(manifest, backup, wish.archive, data);
        Timelines timelines = timelines(log, manifest, wish);
        requireWhole(log.gap(manifest, timelines), wish);
        String stamp = STAMP.format(Instant.now());
        Path staging = DurableFiles.createDirectories(root.resolve(DatabaseDirectory.RESTORING + stamp));
        try {
            copy(manifest, staging);
            progress.accept("copied " + manifest.files().size() + " files, " + manifest.bytes() + " bytes");
            Optional<StoreProof.Outcome> proof = recover(manifest, new Replayed(log, timelines), staging, wish);
            Result proven = new Result(Optional.empty(), proof);
            return proven.isProven() ? new Result(takePlace(staging, log, stamp), proof) : proven;
        } finally {
            delete(staging);
        }
    }

    private void requireAfter(Wish wish, BackupManifest manifest) {
        if (wish.to.isPresent() && wish.to.get().isBefore(Instant.parse(manifest.endedAt()))) {
            throw new IllegalArgumentException("--to: expected a time from " + manifest.endedAt()
                    + " on, when the backup was made, got " + wish.to.get() + "; take an older backup");
        }
    }

    /** What is replayed on top of a backup. */
    private record Replayed(LogSources log, Timelines timelines) {}

    private Timelines timelines(LogSources log, BackupManifest manifest, Wish wish) throws IOException {
        int ofBackup = manifest.lastSegment().timeline();
        int latest = Timelines.latest(ofBackup, log.directories());
        for (int timeline = ofBackup + 1; timeline <= latest; timeline++) {
            List<Timelines.Fork> forks =
                    Timelines.leadingTo(timeline, log.directories()).forks();
            progress.accept(forks.get(forks.size() - 1).toString());
        }
        Timelines timelines = Timelines.leadingTo(wish.timeline.orElse(latest), log.directories());
        if (latest > ofBackup) {
            progress.accept("following timeline " + timelines.target() + "; --timeline names another");
        }
        timelines.requireGoingOnFrom(
                ofBackup, WalSegment.position(manifest.restorePoint().position()));
        return timelines;
    }

    private void requireWhole(Optional<String> gap, Wish wish) throws IOException {
        if (gap.isPresent() && !wish.despiteGap) {
            throw new IOException(
                    gap.get() + "; what was committed between is in no log. Name the archive, take a newer"
                            + " backup, or restore what was committed before with --despite-gap");
        }
        gap.ifPresent(text -> progress.accept("not restored is what came after a gap: " + text));
    }

    /** They are as large as the data, and nothing else tells that they are there. */
    private void nameLeftovers() throws IOException {
        boolean hasData = Files.exists(root.resolve("data"));
        for (Path left : DatabaseDirectory.leftByRestores(root)) {
            if (left.getFileName().toString().startsWith(DatabaseDirectory.RESTORING)) {
                progress.accept(left + " was left by a restore that was broken off; delete it");
            } else if (hasData) {
                progress.accept(left + " was replaced by an earlier restore; delete it when nobody needs it");
            } else {
                progress.accept(left + " was there before a restore that was broken off, and its log is not replayed"
                        + " now; to have that replayed, rename it to data and restore again");
            }
        }
    }

    private void requireUnused() throws IOException {
        if (Files.isDirectory(root.resolve("data"))) {
            Optional<DatabaseDirectory.RunningServer> running =
                    DatabaseDirectory.prepare(root).runningServer();
            if (running.isPresent()) {
                throw new IOException("restore: expected no server in " + root + ", process "
                        + running.get().pid() + " runs there; ./quipu down stops it, and after storage was killed"
                        + " ./quipu up && ./quipu down does");
            }
        }
    }

    private void copy(BackupManifest manifest, Path staging) throws IOException {
        for (String directory : manifest.directories()) {
            DurableFiles.createDirectories(inside(staging, directory));
        }
        for (BackedUpFile file : manifest.files()) {
            if (file.path().startsWith(Backup.WAL)) {
                file.verify(backup);
            } else {
                file.restore(backup, inside(staging, file.path()));
            }
        }
        // Servers unpack their programs once for each version: all of a machine's can be the same.
        DurableFiles.createDirectories(root.resolve("binaries"));
        Files.createSymbolicLink(staging.resolve("binaries"), root.resolve("binaries"));
    }

    private static Path inside(Path directory, String path) throws IOException {
        Path resolved = directory.resolve(path).normalize();
        if (!resolved.startsWith(directory)) {
            throw new IOException("backup: expected paths below it, got " + path);
        }
        return resolved;
    }

    private Optional<StoreProof.Outcome> recover(BackupManifest manifest, Replayed replayed, Path staging, Wish wish)
            throws IOException, SQLException {
        progress.accept("replaying the log: " + replayed.log);
        try (Recovery recovery = new Recovery(
                DatabaseDirectory.prepare(staging), manifest.settings(), replayed.log, replayed.timelines)) {
            Optional<StoreProof.Outcome> atBackup = Optional.empty();
            if (wish.proof.isPresent()) {
                recovery.pauseAt(manifest.restorePoint().name());
                atBackup = Optional.of(prove(wish.proof.get(), recovery)
                        .against(
                                "at " + manifest.restorePoint().name(),
                                manifest.restorePoint().sets()));
                progress.accept("at the moment of the backup: "
                        + atBackup.get().segments() + " segments decoded, "
                        + atBackup.get().findings().size() + " findings");
            }
            if (atBackup.filter(outcome -> !outcome.findings().isEmpty()).isPresent()) {
                return atBackup;
            }
            replay(recovery, wish);
            if (wish.to.isPresent()) {
                requireOnTimeline(wish.to.get(), recovery.stoppedAt(), replayed, manifest);
            }
            return wish.proof.isPresent() ? Optional.of(prove(wish.proof.get(), recovery)) : Optional.empty();
        }
    }

    private void replay(Recovery recovery, Wish wish) throws IOException, SQLException {
        if (wish.to.isEmpty()) {
            recovery.toEnd();
            progress.accept("replayed to the end of the log");
        } else if (recovery.toTime(wish.to.get())) {
            progress.accept("replayed to " + wish.to.get());
        } else {
            progress.accept("replayed to the end of the log, which is before " + wish.to.get());
        }
    }

    /** A time between a fork and what the new timeline did first belongs to the one that was left. */
    private static void requireOnTimeline(Instant to, long stoppedAt, Replayed replayed, BackupManifest manifest)
            throws IOException {
        long begin = WalSegment.position(manifest.restorePoint().position());
        Optional<Timelines.Fork> fork = replayed.timelines.lastFork(begin, stoppedAt);
        if (fork.isEmpty()) {
            return;
        }
        Optional<Instant> first = FirstTransaction.after(
                fork.get(),
                replayed.timelines.forkOf(fork.get().child()),
                replayed.log,
                manifest.lastSegment().bytes());
        if (first.isEmpty() || first.get().isAfter(to)) {
            throw new IllegalArgumentException("--to: " + to + " is not on timeline "
                    + fork.get().child() + ": " + fork.get() + ", and its first transaction "
                    + first.map(time -> "ended at " + time).orElse("is not in the log") + "; timeline "
                    + fork.get().parent() + " has that time, --timeline "
                    + fork.get().parent() + " follows it");
        }
    }

    private StoreProof.Outcome prove(StoreProof proof, Recovery recovery) throws SQLException {
        try (Connection connection = recovery.connect(database)) {
            return proof.prove(connection);
        }
    }

    private Optional<Path> takePlace(Path staging, LogSources log, String stamp) throws IOException {
        Path data = root.resolve("data");
        requireUnused();
        if (log.archive().isPresent()) {
            Erasures.join(root.resolve(Erasures.FILE), log.archive().get().resolve(Erasures.FILE));
        }
        Erasures.join(root.resolve(Erasures.FILE), staging.resolve(Erasures.FILE));
        Path password = root.resolve("password");
        byte[] passwordBefore = Files.readAllBytes(Files.exists(password) ? password : staging.resolve("password"));
        // First: data in their place, whose password is lost with a restore that is killed then, could not be opened.
        DurableFiles.replace(password, Files.readAllBytes(staging.resolve("password")));
        Optional<Path> old = Optional.empty();
        if (Files.exists(data)) {
            old = Optional.of(root.resolve(DatabaseDirectory.DATA_BEFORE + stamp));
            Files.move(data, old.get(), StandardCopyOption.ATOMIC_MOVE);
        }
        try {
            Files.move(staging.resolve("data"), data, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            if (old.isPresent()) {
                Files.move(old.get(), data, StandardCopyOption.ATOMIC_MOVE);
                DurableFiles.replace(password, passwordBefore);
            }
            throw e;
        }
        DurableFiles.syncDirectory(root);
        return old;
    }

    private static void delete(Path staging) throws IOException {
        if (!Files.exists(staging)) {
            return;
        }
        try (Stream<Path> entries = Files.walk(staging)) {
            for (Path entry : entries.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(entry);
            }
        }
    }
}
