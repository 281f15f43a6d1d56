package dev.quipu.operations.backup;

import dev.quipu.database.DatabaseDirectory;
import dev.quipu.database.DatabaseServer;
import dev.quipu.operations.Stopwatch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./quipu backup}: of a server that runs, or of one that is started for it. */
@Command(
        name = "backup",
        mixinStandardHelpOptions = true,
        description = "Copies the embedded database while it is used; with --check looks whether a backup is whole.")
public final class BackupCommand implements Callable<Integer> {

    private static final Duration START = Duration.ofMinutes(10);

    @Mixin
    private DatabasePlace place = new DatabasePlace();

    @Parameters(paramLabel = "DIRECTORY", description = "new or empty; becomes the backup")
    private Path target = Path.of("");

    @Option(names = "--check", description = "reads every file of a backup that is there, and changes nothing")
    private boolean check;

    @Override
    public Integer call() throws Exception {
        Stopwatch watch = new Stopwatch();
        BackupManifest manifest = check ? check(target.toAbsolutePath().normalize()) : make();
        System.out.printf("%d files, %d bytes, %s%n", manifest.files().size(), manifest.bytes(), watch);
        manifest.restorePoint().sets().forEach(System.out::println);
        System.out.println(check ? "the backup is whole" : "backed up to " + target);
        return 0;
    }

    private static BackupManifest check(Path backup) throws Exception {
        BackupManifest manifest = BackupManifest.read(backup);
        for (BackedUpFile file : manifest.files()) {
            file.verify(backup);
        }
        return manifest;
    }

    private BackupManifest make() throws Exception {
        Path root = place.directory();
        if (!Files.isDirectory(root.resolve("data"))) {
            throw new IllegalArgumentException("backup: expected the embedded database in " + root
                    + ", found none; docs/backup.md says how to back up a PostgreSQL of your own");
        }
        DatabaseDirectory directory = DatabaseDirectory.prepare(root);
        var running = directory.runningServer();
        int port = running.map(DatabaseDirectory.RunningServer::port).orElseGet(Recovery::freePort);
        DatabaseServer server = new DatabaseServer(directory, port, START, Map.of());
        if (running.isPresent()) {
            return new Backup(server, DatabasePlace.DATABASE, target).make();
        }
        server.start();
        try {
            return new Backup(server, DatabasePlace.DATABASE, target).make();
        } finally {
            server.stop();
        }
    }
}
