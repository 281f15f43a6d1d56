package dev.quipu.operations.backup;

import dev.quipu.database.WalArchive;
import dev.quipu.database.WalSegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code ./quipu prune-archive}: lets go what no backup needs that is kept. */
@Command(
        name = "prune-archive",
        mixinStandardHelpOptions = true,
        description = "Deletes from the archive what only backups before the named one needed.")
public final class PruneArchiveCommand implements Callable<Integer> {

    /** Timelines do not matter: a later one can only need what is at the same place or after. */
    private static final int BEGIN_OF_POSITION = 8;

    @Mixin
    private DatabasePlace place = new DatabasePlace();

    @Parameters(paramLabel = "DIRECTORY", description = "the oldest backup that is kept")
    private Path oldest = Path.of("");

    @Override
    public Integer call() throws Exception {
        BackupManifest manifest = BackupManifest.read(oldest.toAbsolutePath().normalize());
        Path archive = place.archive()
                .map(root -> WalArchive.directoryOf(root, manifest.system()))
                .orElseThrow(() -> new IllegalArgumentException("--archive: expected the archive, got none"));
        String needed = manifest.firstSegment().substring(BEGIN_OF_POSITION);
        List<String> superfluous = superfluous(WalArchive.files(archive), needed);
        for (String name : superfluous) {
            Files.delete(archive.resolve(name));
        }
        System.out.printf("%d segments of the log deleted from %s%n", superfluous.size(), archive);
        return 0;
    }

    /** The segment that is being written is never among them: it is after the backup. Histories stay. */
    static List<String> superfluous(List<String> files, String needed) {
        return files.stream()
                .filter(name ->
                        WalSegment.NAME.matcher(WalArchive.wholeName(name)).matches())
                .filter(name ->
                        WalArchive.wholeName(name).substring(BEGIN_OF_POSITION).compareTo(needed) < 0)
                .toList();
    }
}
