package dev.quipu.model.segment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Segments as released versions wrote them are read for ever. A new version adds a file, and changes none. */
class GoldenSegmentTest {

    @ParameterizedTest
    @ValueSource(strings = {"traces-v1-zstd.qpu", "traces-v1-deflate.qpu"})
    void readsWhatAReleasedVersionWrote(String file) throws IOException {
        Segment segment = Segment.parse(bytes(file));

        assertThat(Segments.spans(List.of(segment)))
                .containsExactlyInAnyOrderElementsOf(GoldenSegments.spans().stream()
                        .filter(span -> StorageDay.of(span.startTimeUnixNano(), 1_795_000_000_000_000_000L)
                                == segment.head().day())
                        .toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"logs-v1-zstd.qpu", "logs-v1-deflate.qpu"})
    void readsLogsAsAReleasedVersionWroteThem(String file) throws IOException {
        Segment segment = Segment.parse(bytes(file));

        assertThat(Segments.logs(List.of(segment)))
                .containsExactlyInAnyOrderElementsOf(GoldenSegments.logs().stream()
                        .filter(log -> StorageDay.of(log.effectiveTimeUnixNano(), 1_795_000_000_000_000_000L)
                                == segment.head().day())
                        .toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"metrics-v1-zstd.qpu", "metrics-v1-deflate.qpu"})
    void readsPointsAsAReleasedVersionWroteThem(String file) throws IOException {
        Segment segment = Segment.parse(bytes(file));

        assertThat(Segments.points(List.of(segment)))
                .containsExactlyInAnyOrderElementsOf(GoldenSegments.points().stream()
                        .filter(point -> StorageDay.of(point.timeUnixNano(), 1_795_000_000_000_000_000L)
                                == segment.head().day())
                        .toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"traces", "logs", "metrics"})
    void bothCodecsHoldTheSameRecords(String signal) throws IOException {
        Segment zstd = Segment.parse(bytes(signal + "-v1-zstd.qpu"));
        Segment deflate = Segment.parse(bytes(signal + "-v1-deflate.qpu"));

        assertThat(deflate.head().setHash()).isEqualTo(zstd.head().setHash());
        assertThat(zstd.head().requests()).isNotEmpty();
    }

    private static byte[] bytes(String file) throws IOException {
        try (InputStream in = GoldenSegmentTest.class.getResourceAsStream("/golden/" + file)) {
            assertThat(in).as(file).isNotNull();
            return in.readAllBytes();
        }
    }
}
