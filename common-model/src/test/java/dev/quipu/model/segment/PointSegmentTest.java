package dev.quipu.model.segment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quipu.model.KeyValue;
import dev.quipu.model.MetricPoint;
import dev.quipu.model.RandomPoints;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** decode(encode(x)) = x for points of metrics. */
class PointSegmentTest {

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void givesBackEveryFieldOfFewPoints(long seed) {
        List<MetricPoint> points = new RandomPoints(seed).points(1 + (int) seed * 20);

        assertThat(Segments.points(Segments.ofPoints(points))).containsExactlyInAnyOrderElementsOf(points);
    }

    @Test
    void givesBackEveryFieldOfManyPoints() {
        List<MetricPoint> points = new RandomPoints(101).points(12_000);

        List<Segment> segments = Segments.ofPoints(points);

        assertThat(segments.stream().mapToInt(segment -> segment.head().rowGroupCount()))
                .anyMatch(groups -> groups > 1);
        assertThat(java.util.Set.copyOf(Segments.points(segments))).isEqualTo(java.util.Set.copyOf(points));
        assertThat(Segments.points(segments)).hasSameSizeAs(points);
    }

    @Test
    void aSeriesLiesTogetherInTheOrderOfTime() {
        for (Segment segment : Segments.ofPoints(new RandomPoints(7).points(3_000))) {
            List<MetricPoint> points = Segments.points(List.of(segment));
            List<List<Object>> series = new ArrayList<>();
            for (int i = 0; i < points.size(); i++) {
                MetricPoint point = points.get(i);
                List<Object> name = List.of(point.metric(), point.resource(), point.scope(), point.attributes());
                if (series.isEmpty() || !series.get(series.size() - 1).equals(name)) {
                    series.add(name);
                } else {
                    assertThat(point.timeUnixNano())
                            .isGreaterThanOrEqualTo(points.get(i - 1).timeUnixNano());
                }
            }
            assertThat(series).doesNotHaveDuplicates();
        }
    }

    @Test
    void aMetricIsFoundInTheRowGroupsThatTheHeadNames() {
        for (Segment segment : Segments.ofPoints(new RandomPoints(8).points(20_000))) {
            SegmentReader reader = SegmentReader.of(segment);
            for (int group = 0; group < segment.head().rowGroupCount(); group++) {
                PointRows rows = reader.points(group);
                SegmentHead.RowGroup described = segment.head().rowGroups().get(group);
                assertThat(rows.points(0, rows.size()))
                        .allMatch(
                                point -> described.mayHoldMetric(point.metric().name()));
            }
            assertThat(segment.head().rowGroups())
                    .filteredOn(group -> group.mayHoldMetric("sum.0"))
                    .hasSizeLessThan(segment.head().rowGroupCount());
        }
    }

    @Test
    void aSeriesHasOneIdInWhateverOrderItsAttributesCome() {
        List<MetricPoint> points = new RandomPoints(9).points(200);
        List<MetricPoint> turned = points.stream().map(PointSegmentTest::turned).toList();

        assertThat(ids(points)).isEqualTo(ids(turned)).hasSizeGreaterThan(100);
    }

    private static MetricPoint turned(MetricPoint point) {
        List<KeyValue> attributes = new ArrayList<>(point.attributes());
        java.util.Collections.reverse(attributes);
        return new MetricPoint(
                point.resource(),
                point.scope(),
                point.metric(),
                attributes,
                point.startTimeUnixNano(),
                point.timeUnixNano(),
                point.flags(),
                point.value(),
                point.exemplars());
    }

    private static Set<SeriesId> ids(List<MetricPoint> points) {
        Set<SeriesId> ids = new HashSet<>();
        for (Segment segment : Segments.ofPoints(points)) {
            SegmentReader reader = SegmentReader.of(segment);
            for (int group = 0; group < segment.head().rowGroupCount(); group++) {
                reader.points(group).eachRun(run -> ids.add(run.id()));
            }
        }
        return ids;
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23})
    void mergingKeepsEveryPointAndTheSetHash(long seed) {
        List<MetricPoint> points = new RandomPoints(seed).points(3_000);
        List<Segment> sources = new ArrayList<>();
        for (int from = 0; from < points.size(); from += 400) {
            sources.addAll(Segments.ofPoints(points.subList(from, Math.min(points.size(), from + 400))));
        }
        int day =
                sources.stream().mapToInt(segment -> segment.head().day()).max().orElseThrow();
        sources.removeIf(segment -> segment.head().day() != day);
        AtomicLong sequence = new AtomicLong(100);

        List<Segment> merged =
                SegmentMerger.merge(sources, 900, () -> new SegmentId(7, sequence.incrementAndGet())).stream()
                        .map(Segment::parse)
                        .toList();

        assertThat(Segments.points(merged)).containsExactlyInAnyOrderElementsOf(Segments.points(sources));
        assertThat(merged.stream()
                        .mapToLong(segment -> segment.head().setHash())
                        .sum())
                .isEqualTo(sources.stream()
                        .mapToLong(segment -> segment.head().setHash())
                        .sum());
    }

    @Test
    void theFilterHoldsEveryNameAndAttribute() {
        for (Segment segment : Segments.ofPoints(new RandomPoints(31).points(500))) {
            for (MetricPoint point : Segments.points(List.of(segment))) {
                assertThat(MembershipFilter.mightContain(
                                segment.filter(),
                                MetricsLayout.hashOfName(point.metric().name())))
                        .isTrue();
                for (KeyValue attribute : point.attributes()) {
                    MembershipFilter.hashOf(attribute.key(), attribute.value())
                            .ifPresent(hash -> assertThat(MembershipFilter.mightContain(segment.filter(), hash))
                                    .as(attribute.toString())
                                    .isTrue());
                }
            }
        }
    }
}
