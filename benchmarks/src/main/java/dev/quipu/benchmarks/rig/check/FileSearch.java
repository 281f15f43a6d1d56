package dev.quipu.benchmarks.rig.check;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How often bytes stand in the files of a directory, read from the disk as they are. */
public final class FileSearch {

    private static final int BUFFER_BYTES = 1 << 20;

    private FileSearch() {}

    /** By path below the directory; files without them are left out, and so is what goes meanwhile. */
    public static Map<String, Long> of(Path directory, byte[] wanted) throws IOException {
        Map<String, Long> found = new TreeMap<>();
        for (Path file : files(directory)) {
            try {
                long times = count(file, wanted);
                if (times > 0) {
                    found.put(directory.relativize(file).toString(), times);
                }
            } catch (NoSuchFileException gone) {
                // removed by its owner since it was listed
            }
        }
        return found;
    }

    private static List<Path> files(Path directory) throws IOException {
        List<Path> files = new ArrayList<>();
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes is) {
                if (is.isRegularFile()) {
                    files.add(file);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                if (failure instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw failure;
            }
        });
        return files;
    }

    /** A window slides over the file, so that what lies across two reads is found, once. */
    static long count(Path file, byte[] wanted) throws IOException {
        byte[] window = new byte[BUFFER_BYTES + wanted.length];
        int kept = 0;
        long times = 0;
        try (InputStream in = Files.newInputStream(file)) {
            int read;
            while ((read = in.readNBytes(window, kept, BUFFER_BYTES)) > 0) {
                int end = kept + read;
                times += count(window, end, wanted);
                kept = Math.min(end, wanted.length - 1);
                System.arraycopy(window, end - kept, window, 0, kept);
            }
        }
        return times;
    }

    private static long count(byte[] window, int end, byte[] wanted) {
        long times = 0;
        for (int at = 0; at <= end - wanted.length; at++) {
            if (window[at] == wanted[0] && isAt(window, at, wanted)) {
                times++;
            }
        }
        return times;
    }

    private static boolean isAt(byte[] window, int at, byte[] wanted) {
        for (int i = 1; i < wanted.length; i++) {
            if (window[at + i] != wanted[i]) {
                return false;
            }
        }
        return true;
    }
}
