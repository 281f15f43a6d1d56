package dev.quipu.model.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quipu.model.LogRecord;
import dev.quipu.model.RandomLogs;
import dev.quipu.model.RandomSpans;
import dev.quipu.model.Span;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordRemovalTest {

    private final AtomicLong sequence = new AtomicLong(100);
    private final Supplier<SegmentId> ids = () -> new SegmentId(9, sequence.incrementAndGet());

    private static BitSet some(Random random, int rows) {
        BitSet gone = new BitSet();
        random.ints(rows / 3, 0, rows).forEach(gone::set);
        return gone;
    }

    private static int[] staying(BitSet gone, int rows) {
        return IntStream.range(0, rows).filter(row -> !gone.get(row)).toArray();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void takesTheRowsThatAreNamed(long seed) {
        for (Segment segment : Segments.of(new RandomSpans(seed).spans(seed == 1 ? 9000 : 400))) {
            List<Span> spans = Segments.spans(List.of(segment));
            BitSet gone = some(new Random(seed), spans.size());
            Removed<Segment> removed = RecordRemoval.from(segment, gone, ids);
            assertThat(removed.records()).isEqualTo(gone.cardinality());
            Segment remaining = removed.remaining().orElseThrow();
            assertThat(Segments.spans(List.of(remaining)))
                    .containsExactlyInAnyOrderElementsOf(IntStream.of(staying(gone, spans.size()))
                            .mapToObj(spans::get)
                            .toList());
            assertThat(remaining.head().setHash() + removed.setHash())
                    .isEqualTo(segment.head().setHash());
        }
    }

    @Test
    void takesAllOrNothing() {
        Segment segment = Segments.of(new RandomSpans(6).spans(50)).get(0);
        assertThat(RecordRemoval.from(segment, new BitSet(), ids).remaining().orElseThrow())
                .isSameAs(segment);
        BitSet all = new BitSet();
        all.set(0, segment.head().recordCount());
        assertThat(RecordRemoval.from(segment, all, ids).remaining()).isEmpty();
    }

    @Test
    void keepsTheTemplateOfEachRecordThatStays() {
        for (Segment segment : Segments.ofLogs(new RandomLogs(7).logs(300))) {
            List<LogRecord> logs = Segments.logs(List.of(segment));
            int[] templates = new Random(7).ints(logs.size(), 0, 40).toArray();
            TemplatedSegment source = new TemplatedSegment(segment, RecordTemplates.of(templates));
            BitSet gone = some(new Random(8), logs.size());
            TemplatedSegment remaining =
                    RecordRemoval.from(source, gone, ids).remaining().orElseThrow();
            assertThat(remaining.templates())
                    .isEqualTo(RecordTemplates.of(IntStream.of(staying(gone, logs.size()))
                            .map(row -> templates[row])
                            .toArray()));
        }
    }

    @Test
    void refusesRowsThatThereAreNot() {
        Segment segment = Segments.of(new RandomSpans(8).spans(10)).get(0);
        BitSet gone = new BitSet();
        gone.set(segment.head().recordCount());
        assertThatThrownBy(() -> RecordRemoval.from(segment, gone, ids))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("rows: expected below");
    }
}
