package dev.quipu.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A Markdown file of parts, each with a heading of the first level, measured at different times. */
public final class ResultsFile {

    private ResultsFile() {}

    /**
     * Puts a part in the place of the one with the same heading, or at the end; the others stay.
     *
     * @param part begins with its heading
     */
    public static void write(Path file, String part) throws IOException {
        String before = Files.exists(file) ? Files.readString(file) : "";
        String heading = part.substring(0, part.indexOf('\n') + 1);
        int begin = before.startsWith(heading) ? 0 : before.indexOf("\n" + heading) + 1;
        boolean isThere = begin > 0 || before.startsWith(heading);
        if (!isThere) {
            Files.writeString(file, before.isEmpty() ? part : before + "\n" + part);
            return;
        }
        int next = before.indexOf("\n# ", begin);
        String after = next < 0 ? "" : before.substring(next);
        Files.writeString(file, before.substring(0, begin) + part + after);
    }
}
