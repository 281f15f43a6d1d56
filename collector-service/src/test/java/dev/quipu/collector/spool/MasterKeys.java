package dev.quipu.collector.spool;

import dev.quipu.access.encryption.MasterKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Master keys of tests, each the same every time. */
final class MasterKeys {

    private MasterKeys() {}

    static MasterKey first(Path directory) throws IOException {
        return read(directory, "first");
    }

    static MasterKey second(Path directory) throws IOException {
        return read(directory, "second");
    }

    private static MasterKey read(Path directory, String name) throws IOException {
        Path file = directory.resolve(name + ".key");
        return MasterKey.read(
                Files.write(file, (name + " ".repeat(32)).substring(0, 32).getBytes()));
    }
}
