package dev.quipu.model.segment;

import dev.quipu.model.LogRecord;
import dev.quipu.model.MetricPoint;
import dev.quipu.model.RandomLogs;
import dev.quipu.model.RandomPoints;
import dev.quipu.model.RandomSpans;
import dev.quipu.model.Signal;
import dev.quipu.model.Span;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/**
 * The records of the golden files, and the program that writes one: run it once for a new format version or signal, with
 * and without the zstd library on the class path, and commit what it wrote.
 */
final class GoldenSegments {

    private GoldenSegments() {}

    static List<Span> spans() {
        return new RandomSpans(42).spans(250);
    }

    static List<LogRecord> logs() {
        return new RandomLogs(42).logs(250);
    }

    static List<MetricPoint> points() {
        return new RandomPoints(42).points(400);
    }

    /** @param arguments signal and file */
    public static void main(String[] arguments) throws IOException {
        List<Segment> segments = switch (Signal.ofLabel(arguments[0])) {
            case TRACES -> Segments.of(spans());
            case LOGS -> Segments.ofLogs(logs());
            case METRICS -> Segments.ofPoints(points());
        };
        Segment largest = segments.stream()
                .max(Comparator.comparingInt(segment -> segment.head().recordCount()))
                .orElseThrow();
        Files.write(Path.of(arguments[1]), largest.toBytes());
    }
}
