package dev.quipu.operations.backup;

import dev.quipu.database.DurableFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;

/** The log of what was asked to be erased, a line each. It outlives restores, so that what was erased never returns. */
final class Erasures {

    static final String FILE = "erasures.jsonl";

    private Erasures() {}

    /** Adds the lines of an older log that the newer one has not; either may be absent. */
    static void join(Path newer, Path older) throws IOException {
        if (!Files.exists(older)) {
            return;
        }
        Set<String> lines = new LinkedHashSet<>();
        if (Files.exists(newer)) {
            lines.addAll(Files.readAllLines(newer));
        }
        if (lines.addAll(Files.readAllLines(older))) {
            DurableFiles.replace(newer, (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
        }
    }
}
