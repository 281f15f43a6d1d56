package dev.quipu.operations.backup;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where storage keeps the embedded database; the launcher says it. */
final class DatabasePlace {

    /** The database in the embedded server that storage uses. */
    static final String DATABASE = "quipu";

    @Option(
            names = "--database-directory",
            paramLabel = "DIRECTORY",
            required = true,
            description = "quipu.database.directory of storage; the launcher names it")
    private Path directory = Path.of("");

    @Option(
            names = "--archive",
            paramLabel = "DIRECTORY",
            description = "quipu.database.archive-directory of storage; QUIPU_DATABASE_ARCHIVE_DIRECTORY by default")
    private @Nullable Path archive;

    Path directory() {
        return directory;
    }

    Optional<Path> archive() {
        return Optional.ofNullable(archive)
                .or(() -> Optional.ofNullable(System.getenv("QUIPU_DATABASE_ARCHIVE_DIRECTORY"))
                        .filter(named -> !named.isBlank())
                        .map(Path::of));
    }
}
