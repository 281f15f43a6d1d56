package dev.quipu.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseDirectoryTest {

    @TempDir
    Path root;

    @Test
    void beginsNothingWhereARestoreWasBrokenOff() throws IOException {
        DatabaseDirectory directory = DatabaseDirectory.prepare(root);
        directory.requireNothingToRestore();

        Path before = Files.createDirectory(root.resolve("data-before-20261130T140500"));
        assertThatThrownBy(directory::requireNothingToRestore)
                .hasMessageContaining("found none, but data-before-20261130T140500 beside it");
        Path staging = Files.createDirectory(root.resolve("restoring-20261130T140500"));
        assertThat(DatabaseDirectory.leftByRestores(root)).containsExactly(before, staging);
    }
}
