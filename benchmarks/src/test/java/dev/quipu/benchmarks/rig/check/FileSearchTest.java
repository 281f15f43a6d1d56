package dev.quipu.benchmarks.rig.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSearchTest {

    private static final byte[] WORD = "canary".getBytes(StandardCharsets.UTF_8);
    private static final int MEBIBYTE = 1 << 20;

    @TempDir
    Path directory;

    private Path fileWith(byte[] word, int... places) throws IOException {
        byte[] bytes = new byte[3 * MEBIBYTE];
        Arrays.fill(bytes, (byte) 'c');
        for (int place : places) {
            System.arraycopy(word, 0, bytes, place, word.length);
        }
        return Files.write(Files.createTempFile(directory, "file", ""), bytes);
    }

    @Test
    void findsWhatLiesAcrossTwoReads() throws IOException {
        for (int before = 0; before <= WORD.length; before++) {
            Path file = fileWith(WORD, MEBIBYTE - before, 2 * MEBIBYTE - before);
            assertThat(FileSearch.count(file, WORD)).as("%s before", before).isEqualTo(2);
        }
    }

    @Test
    void countsAsOftenAsItStandsThere() throws IOException {
        SplittableRandom random = new SplittableRandom(7);
        int[] places = random.ints(500, 0, 3 * MEBIBYTE / 10)
                .map(place -> place * 10)
                .distinct()
                .toArray();
        assertThat(FileSearch.count(fileWith(WORD, places), WORD)).isEqualTo(places.length);
    }

    @Test
    void findsNothingInPartsOfIt() throws IOException {
        fileWith("canar".getBytes(StandardCharsets.UTF_8), 0, MEBIBYTE - 5, 3 * MEBIBYTE - 5);
        assertThat(FileSearch.of(directory, WORD)).isEmpty();
    }

    @Test
    void namesTheFilesByTheirPlaceInTheDirectory() throws IOException {
        Path below = Files.createDirectories(directory.resolve("a/b"));
        Files.write(below.resolve("c"), "a canary and a canary".getBytes(StandardCharsets.UTF_8));
        Files.write(below.resolve("d"), new byte[0]);
        assertThat(FileSearch.of(directory, WORD)).hasSize(1).containsEntry("a/b/c", 2L);
    }
}
