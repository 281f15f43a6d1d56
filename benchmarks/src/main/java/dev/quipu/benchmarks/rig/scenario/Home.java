package dev.quipu.benchmarks.rig.scenario;

import dev.quipu.benchmarks.rig.fault.Tmpfs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The directory of a run: data, logs, the client's journal. */
final class Home {

    /** Marks a directory as a rig's, so that no other is ever deleted. */
    private static final String MARK = "quipu-rig";

    private Home() {}

    /**
     * Empty, whatever an earlier run has left there.
     *
     * @throws IllegalArgumentException when something else is there
     */
    static Path fresh(Path directory) throws InterruptedException, IOException {
        Path home = directory.toAbsolutePath().normalize();
        Tmpfs.unmountUnder(home);
        if (Files.exists(home)) {
            List<Path> there = list(home);
            if (!there.isEmpty() && !Files.exists(home.resolve(MARK))) {
                throw new IllegalArgumentException("home: expected an empty directory or one of the rig, got " + home);
            }
            delete(home);
        }
        Files.createDirectories(home);
        Files.createFile(home.resolve(MARK));
        return home;
    }

    private static List<Path> list(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        }
    }

    private static void delete(Path home) throws IOException {
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                if (!file.equals(home)) {
                    Files.delete(file);
                }
            }
        }
    }
}
