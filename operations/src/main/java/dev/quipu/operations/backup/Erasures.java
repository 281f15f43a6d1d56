package dev.quipu.operations.backup;

import dev.quipu.database.DatabaseDirectory;
import dev.quipu.database.DurableFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;

/** The log of what was asked to be erased, a line each. It outlives restores, so that what was erased never returns. */
final class Erasures {

    static final String FILE = DatabaseDirectory.ERASURES;

    private Erasures() {}

    /** Adds the lines of another log that the one has not; either may be absent. */
    static void join(Path one, Path other) throws IOException {
        if (!Files.exists(other)) {
            return;
        }
        Set<String> lines = new LinkedHashSet<>();
        if (Files.exists(one)) {
            lines.addAll(Files.readAllLines(one));
        }
        if (lines.addAll(Files.readAllLines(other))) {
            DurableFiles.replace(one, (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
        }
    }
}
