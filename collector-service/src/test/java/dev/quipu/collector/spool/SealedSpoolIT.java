package dev.quipu.collector.spool;

import dev.quipu.access.encryption.MasterKeys;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;

/** A spool keeps its laws when it is sealed. */
class SealedSpoolIT extends SpoolIT {

    @TempDir
    Path elsewhere;

    @Override
    Optional<MasterKeys> master() throws IOException {
        return Optional.of(TestMasterKeys.first(elsewhere));
    }
}
