package dev.quipu.collector.spool;

import dev.quipu.access.encryption.MasterKey;
import dev.quipu.access.encryption.MasterKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Master keys of tests, each the same every time. */
final class TestMasterKeys {

    private TestMasterKeys() {}

    static MasterKeys first(Path directory) throws IOException {
        return new MasterKeys(read(directory, "first"), List.of());
    }

    static MasterKeys second(Path directory) throws IOException {
        return new MasterKeys(read(directory, "second"), List.of());
    }

    /** The second is the master key, the first was. */
    static MasterKeys secondAfterFirst(Path directory) throws IOException {
        return new MasterKeys(read(directory, "second"), List.of(read(directory, "first")));
    }

    private static MasterKey read(Path directory, String name) throws IOException {
        Path file = directory.resolve(name + ".key");
        return MasterKey.read(
                Files.write(file, (name + " ".repeat(32)).substring(0, 32).getBytes()));
    }
}
