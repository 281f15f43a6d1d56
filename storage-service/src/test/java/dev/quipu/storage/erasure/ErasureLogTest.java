package dev.quipu.storage.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quipu.model.erasure.ErasureTarget.OfAttribute;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ErasureLogTest {

    @TempDir
    Path directory;

    private static Erasure erasure(String reason) {
        return new Erasure(
                UUID.randomUUID(),
                0,
                "shop",
                new OfAttribute("user.id", "u-1"),
                reason,
                Erasure.State.PENDING,
                Instant.parse("2026-11-30T14:00:00Z"),
                "ops",
                Optional.empty(),
                Optional.empty(),
                0,
                0,
                0,
                0,
                Optional.empty());
    }

    @Test
    void aLineThatWasCutOffSwallowsNoOther() throws IOException {
        Path file = directory.resolve("erasures");
        Erasure first = erasure("first");
        Erasure last = erasure("last");
        ErasureLog.append(file, ErasureLog.line(first));
        byte[] cut = ErasureLog.line(erasure("\u00e9")).getBytes(StandardCharsets.UTF_8);
        int withinCharacter = new String(cut, StandardCharsets.ISO_8859_1).indexOf('\u00c3') + 1;
        byte[] torn = Arrays.copyOf(Files.readAllBytes(file), (int) Files.size(file) + withinCharacter);
        System.arraycopy(cut, 0, torn, torn.length - withinCharacter, withinCharacter);
        Files.write(file, torn);
        ErasureLog.append(file, ErasureLog.line(last));
        assertThat(ErasureLog.read(file)).containsExactly(first, last);
    }
}
