package dev.quipu.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;

/** A small file that is copied when it was changed. Not thread-safe. */
final class MirroredFile {

    private final Path from;
    private final Path to;
    private FileTime seenAt = FileTime.fromMillis(0);
    private long seenBytes = -1;

    /** @param from may come to be later */
    MirroredFile(Path from, Path to) {
        this.from = from;
        this.to = to;
    }

    /** Returns when the copy is as the file was, durably. */
    void refresh() throws IOException {
        if (!Files.exists(from)) {
            return;
        }
        FileTime at = Files.getLastModifiedTime(from);
        long bytes = Files.size(from);
        if (!at.equals(seenAt) || bytes != seenBytes) {
            DurableFiles.replace(to, Files.readAllBytes(from));
            seenAt = at;
            seenBytes = bytes;
        }
    }
}
