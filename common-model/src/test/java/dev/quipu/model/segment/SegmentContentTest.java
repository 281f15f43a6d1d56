package dev.quipu.model.segment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quipu.model.RandomLogs;
import dev.quipu.model.RandomPoints;
import dev.quipu.model.RandomSpans;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SegmentContentTest {

    static Stream<Segment> segments() {
        return Stream.of(
                        Segments.of(new RandomSpans(11).spans(500)),
                        Segments.ofLogs(new RandomLogs(12).logs(500)),
                        Segments.ofPoints(new RandomPoints(13).points(500)))
                .flatMap(List::stream);
    }

    @ParameterizedTest
    @MethodSource("segments")
    void isWhatTheHeadOfAWholeSegmentStates(Segment segment) {
        assertThat(SegmentContent.of(segment))
                .isEqualTo(new SegmentContent(
                        segment.head().recordCount(), segment.head().setHash()));
    }

    @ParameterizedTest
    @MethodSource("segments")
    void staysTheSameWhenTheSegmentIsMerged(Segment segment) {
        List<byte[]> merged = SegmentMerger.merge(List.of(segment), 1 << 20, () -> new SegmentId(1, 1));

        assertThat(merged)
                .singleElement()
                .satisfies(frame ->
                        assertThat(SegmentContent.of(Segment.parse(frame))).isEqualTo(SegmentContent.of(segment)));
    }
}
