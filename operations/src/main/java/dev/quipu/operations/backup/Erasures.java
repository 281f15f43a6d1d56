package dev.quipu.operations.backup;

import dev.quipu.database.DatabaseDirectory;
import dev.quipu.database.DurableFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
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
            lines.addAll(lines(one));
        }
        if (lines.addAll(lines(other))) {
            DurableFiles.replace(one, (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
        }
    }

    /** As far as they can be read: a crash may have cut one off within a character. */
    private static List<String> lines(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.isBlank())
                .toList();
    }
}
