package dev.quipu.model.segment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quipu.model.LogRecord;
import dev.quipu.model.RandomLogs;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** decode(encode(x)) = x for log records. */
class LogSegmentTest {

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void givesBackEveryFieldOfFewRecords(long seed) {
        List<LogRecord> logs = new RandomLogs(seed).logs(1 + (int) seed * 20);

        assertThat(Segments.logs(Segments.ofLogs(logs))).containsExactlyInAnyOrderElementsOf(logs);
    }

    @Test
    void liesInTheOrderOfResourceAndTime() {
        List<Segment> segments = Segments.ofLogs(new RandomLogs(5).logs(10_000));

        for (Segment segment : segments) {
            SegmentReader reader = SegmentReader.of(segment);
            SegmentHead.SortKey last = new SegmentHead.SortKey(0, 0);
            for (int group = 0; group < segment.head().rowGroupCount(); group++) {
                LogRows rows = reader.logs(group);
                for (int row = 0; row < rows.size(); row++) {
                    long resource = rows.slice().numbers(LogsSchema.RESOURCE)[row];
                    SegmentHead.SortKey key = new SegmentHead.SortKey(resource, rows.timeUnixNano(row));
                    assertThat(key).isGreaterThanOrEqualTo(last);
                    last = key;
                }
                assertThat(segment.head().rowGroups().get(group).last()).isEqualTo(last);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22})
    void mergingKeepsEveryRecordAndTheSetHash(long seed) {
        List<LogRecord> logs = new RandomLogs(seed).logs(2_000);
        List<Segment> sources = new ArrayList<>();
        for (int from = 0; from < logs.size(); from += 400) {
            sources.addAll(Segments.ofLogs(logs.subList(from, from + 400)));
        }
        int day =
                sources.stream().mapToInt(segment -> segment.head().day()).max().orElseThrow();
        sources.removeIf(segment -> segment.head().day() != day);
        AtomicLong sequence = new AtomicLong(100);

        List<Segment> merged =
                SegmentMerger.merge(sources, 900, () -> new SegmentId(7, sequence.incrementAndGet())).stream()
                        .map(Segment::parse)
                        .toList();

        assertThat(Segments.logs(merged)).containsExactlyInAnyOrderElementsOf(Segments.logs(sources));
        assertThat(merged.stream()
                        .mapToLong(segment -> segment.head().setHash())
                        .sum())
                .isEqualTo(sources.stream()
                        .mapToLong(segment -> segment.head().setHash())
                        .sum());
    }

    @Test
    void theFilterHoldsEveryWordAndTraceOfASegment() {
        List<LogRecord> logs = new RandomLogs(31).logs(500);
        for (Segment segment : Segments.ofLogs(logs)) {
            for (LogRecord log : Segments.logs(List.of(segment))) {
                log.traceId()
                        .ifPresent(trace -> assertThat(MembershipFilter.mightContain(
                                        segment.filter(), MembershipFilter.hashOfTrace(trace)))
                                .isTrue());
                log.body()
                        .ifPresent(body -> BodyText.forEach(body, text -> {
                            for (long hash : BodyWords.of(text)) {
                                assertThat(MembershipFilter.mightContain(segment.filter(), hash))
                                        .as(text)
                                        .isTrue();
                            }
                        }));
            }
        }
    }
}
