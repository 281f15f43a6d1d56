package dev.quipu.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultsFileTest {

    @TempDir
    Path directory;

    @Test
    void putsAPartInThePlaceOfTheOneBefore() throws IOException {
        Path file = directory.resolve("results.md");
        ResultsFile.write(file, "# A\n\n## a\n1\n");
        ResultsFile.write(file, "# B\n\n2\n");
        assertThat(file).hasContent("# A\n\n## a\n1\n\n# B\n\n2\n");

        ResultsFile.write(file, "# A\n\n3\n");
        ResultsFile.write(file, "# B\n\n4\n");

        assertThat(Files.readString(file)).isEqualTo("# A\n\n3\n\n# B\n\n4\n");
    }
}
