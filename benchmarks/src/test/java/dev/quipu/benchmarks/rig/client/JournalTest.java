package dev.quipu.benchmarks.rig.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quipu.model.Signal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {

    private static final Journal.Entry FIRST = new Journal.Entry(3, Signal.TRACES, new Sums(200, -7));
    private static final Journal.Entry SECOND = new Journal.Entry(4, Signal.LOGS, new Sums(100, 5));

    @TempDir
    private Path directory;

    private Path file;

    @BeforeEach
    void write() throws IOException {
        file = directory.resolve("journal");
        try (Journal journal = new Journal(file)) {
            journal.append(FIRST);
            journal.append(SECOND);
        }
    }

    @Test
    void givesBackWhatWasAppended() throws IOException {
        assertThat(Journal.read(file)).containsExactly(FIRST, SECOND);
    }

    @Test
    void leavesOutAnEntryThatWasNotWrittenToItsEnd() throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length - 1));

        assertThat(Journal.read(file)).containsExactly(FIRST);
    }

    @Test
    void endsAtAnEntryThatIsDamaged() throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2 + 3] ^= 1;
        Files.write(file, bytes);

        assertThat(Journal.read(file)).containsExactly(FIRST);
    }

    @Test
    void sumsBySignal() throws IOException {
        Acknowledged acknowledged = Acknowledged.of(Journal.read(file));

        assertThat(acknowledged.records()).isEqualTo(300);
        assertThat(acknowledged.sums())
                .containsEntry(Signal.TRACES, new Sums(200, -7))
                .containsEntry(Signal.METRICS, Sums.NONE);
        assertThat(acknowledged.requests().stream()).containsExactly(3, 4);
    }
}
