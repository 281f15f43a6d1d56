package dev.quipu.benchmarks.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How to reach the database; without these its size stays unknown. */
public final class DatabaseOptions {

    @Option(names = "--database-url", description = "jdbc:postgresql://HOST:PORT/DATABASE?user=… of this machine")
    private String url = "";

    @Option(names = "--database-password-file")
    private @Nullable Path passwordFile;

    /** Empty when no database was named. */
    public Optional<Database> database() throws IOException {
        if (url.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Database(
                url, passwordFile == null ? "" : Files.readString(passwordFile).strip()));
    }
}
