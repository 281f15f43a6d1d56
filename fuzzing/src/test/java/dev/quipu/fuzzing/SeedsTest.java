package dev.quipu.fuzzing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/** The committed seeds: whole inputs of every form, damaged ones, and each that once was a finding. */
class SeedsTest {

    private static final Path SEEDS = Path.of("src/test/resources/seeds");

    @TestFactory
    @Timeout(60)
    Stream<DynamicTest> everySeedIsTaken() {
        return Stream.of(FuzzTarget.values())
                .flatMap(target -> seeds(target).stream()
                        .map(seed -> DynamicTest.dynamicTest(
                                target.label() + "/" + seed.getFileName(),
                                () -> target.run(Files.readAllBytes(seed)))));
    }

    @Test
    void everyTargetHasSeeds() {
        for (FuzzTarget target : FuzzTarget.values()) {
            assertThat(seeds(target)).as(target.label()).isNotEmpty();
        }
    }

    private static List<Path> seeds(FuzzTarget target) {
        try (Stream<Path> files = Files.list(SEEDS.resolve(target.label()))) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new AssertionError("no seeds of " + target.label(), e);
        }
    }
}
