package dev.quipu.benchmarks.rig.fault;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The wall clock of processes that were started with libfaketime (faketime(1)). Their monotonic clock stays right. */
final class WallClock {

    private final Path offset;
    private final Path library;

    private WallClock(Path offset, Path library) throws IOException {
        this.offset = offset;
        this.library = library;
        set(0);
    }

    /** Installs libfaketime where it is missing and that is allowed; empty when there is none. */
    static Optional<WallClock> of(Path offset) throws InterruptedException, IOException {
        Optional<Path> library = library();
        if (library.isEmpty() && Command.install("libfaketime")) {
            library = library();
        }
        return library.isEmpty() ? Optional.empty() : Optional.of(new WallClock(offset, library.get()));
    }

    private static Optional<Path> library() throws IOException {
        try (DirectoryStream<Path> architectures = Files.newDirectoryStream(Path.of("/usr/lib"), "*-linux-gnu*")) {
            for (Path architecture : architectures) {
                Path library = architecture.resolve("faketime/libfaketimeMT.so.1");
                if (Files.exists(library)) {
                    return Optional.of(library);
                }
            }
        }
        return Optional.empty();
    }

    String preload() {
        return library.toString();
    }

    /** What the process has to be started with, besides the library. Without the fix timed waits do not spin. */
    List<String> variables() {
        return List.of(
                "FAKETIME_TIMESTAMP_FILE=" + offset,
                "DONT_FAKE_MONOTONIC=1",
                "FAKETIME_FORCE_MONOTONIC_FIX=0",
                "FAKETIME_CACHE_DURATION=1");
    }

    /** Steps by so many seconds, and back. */
    void step(long seconds, Duration length) throws InterruptedException, IOException {
        set(seconds);
        TimeUnit.MILLISECONDS.sleep(length.toMillis());
        set(0);
    }

    /** In one piece: the file is read at any time. */
    private void set(long seconds) throws IOException {
        Path written = Files.writeString(offset.resolveSibling("clock.new"), String.format("%+d%n", seconds));
        Files.move(written, offset, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
