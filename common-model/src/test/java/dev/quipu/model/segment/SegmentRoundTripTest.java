package dev.quipu.model.segment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quipu.model.RandomSpans;
import dev.quipu.model.Span;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** decode(encode(x)) = x. */
class SegmentRoundTripTest {

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void givesBackEveryFieldOfFewSpans(long seed) {
        List<Span> spans = new RandomSpans(seed).spans(1 + (int) seed * 7);

        assertThat(Segments.spans(Segments.of(spans))).containsExactlyInAnyOrderElementsOf(spans);
    }

    @ParameterizedTest
    @ValueSource(longs = {101, 102})
    void givesBackEveryFieldOfManySpans(long seed) {
        List<Span> spans = new RandomSpans(seed).spans(10_000);

        List<Segment> segments = Segments.of(spans);

        assertThat(segments.stream().mapToInt(segment -> segment.head().rowGroupCount()))
                .anyMatch(groups -> groups > 1);
        assertThat(java.util.Set.copyOf(Segments.spans(segments))).isEqualTo(java.util.Set.copyOf(spans));
        assertThat(Segments.spans(segments)).hasSameSizeAs(spans);
    }

    @ParameterizedTest
    @ValueSource(longs = {201, 202, 203})
    void mergingKeepsEveryRecordAndTheSetHash(long seed) {
        List<Span> spans = new RandomSpans(seed).spans(3_000);
        List<Segment> sources = new java.util.ArrayList<>();
        for (int from = 0; from < spans.size(); from += 500) {
            sources.addAll(Segments.of(spans.subList(from, from + 500)));
        }
        int day =
                sources.stream().mapToInt(segment -> segment.head().day()).max().orElseThrow();
        sources.removeIf(segment -> segment.head().day() != day);
        AtomicLong sequence = new AtomicLong(100);

        List<Segment> merged =
                SegmentMerger.merge(sources, 1_000, () -> new SegmentId(7, sequence.incrementAndGet())).stream()
                        .map(Segment::parse)
                        .toList();

        assertThat(Segments.spans(merged)).containsExactlyInAnyOrderElementsOf(Segments.spans(sources));
        assertThat(merged.stream()
                        .mapToLong(segment -> segment.head().setHash())
                        .sum())
                .isEqualTo(sources.stream()
                        .mapToLong(segment -> segment.head().setHash())
                        .sum());
    }
}
