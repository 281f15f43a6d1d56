package dev.quipu.model.segment;

import dev.quipu.model.RandomSpans;
import dev.quipu.model.Span;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/**
 * The spans of the golden files, and the program that writes one: run it once for a new format version, with and without
 * the zstd library on the class path, and commit what it wrote.
 */
final class GoldenSegments {

    private GoldenSegments() {}

    static List<Span> spans() {
        return new RandomSpans(42).spans(250);
    }

    public static void main(String[] arguments) throws IOException {
        Segment largest = Segments.of(spans()).stream()
                .max(Comparator.comparingInt(segment -> segment.head().recordCount()))
                .orElseThrow();
        Files.write(Path.of(arguments[0]), largest.toBytes());
    }
}
