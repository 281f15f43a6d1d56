package dev.quipu.collector.quota;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quipu.collector.Otlp;
import dev.quipu.model.MetricPoint;
import dev.quipu.model.Signal;
import dev.quipu.model.otlp.OtlpMetrics;
import dev.quipu.model.segment.IntakeLimits;
import dev.quipu.model.segment.PointRows;
import dev.quipu.model.segment.RecordBatch;
import dev.quipu.model.segment.RecordRequest;
import dev.quipu.model.segment.RequestKey;
import dev.quipu.model.segment.Segment;
import dev.quipu.model.segment.SegmentId;
import dev.quipu.model.segment.SegmentReader;
import dev.quipu.model.segment.SeriesId;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The oracle is what storage takes for a series. */
class PointSeriesTest {

    private static final SeriesHash HASH = new SeriesHash(4711);

    private static long[] series(byte[] body) {
        return PointSeries.of(HASH, body, body.length, 100_000);
    }

    private static Set<SeriesId> stored(byte[] body) {
        RecordRequest request =
                new RecordRequest(RequestKey.ofBody("default", Signal.METRICS, body, body.length), body, body.length);
        Set<SeriesId> stored = new HashSet<>();
        RecordBatch.read(Signal.METRICS, List.of(request), IntakeLimits.DEFAULT)
                .partitions(1, 0)
                .forEach(partition -> {
                    Segment segment = Segment.parse(partition
                            .encode(new SegmentId(1, 1), "default", 0, Set.of())
                            .framed());
                    SegmentReader reader = SegmentReader.of(segment);
                    for (int group = 0; group < segment.head().rowGroupCount(); group++) {
                        reader.points(group).eachRun((PointRows.Run run) -> stored.add(run.id()));
                    }
                });
        return stored;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void tellsApartWhatStorageTellsApart(long seed) {
        byte[] body = OtlpMetrics.toProtobuf(new RandomMetrics(seed).points(5_000));
        Set<SeriesId> stored = stored(body);
        assertThat(series(body)).hasSize(5_000);
        assertThat(Arrays.stream(series(body)).distinct().count()).isEqualTo(stored.size());
        assertThat(stored).hasSizeBetween(100, 4_900);
    }

    @Test
    void aSeriesIsTheSameInEveryRequest() {
        List<MetricPoint> points = new RandomMetrics(6).points(500);
        Map<SeriesId, Long> seen = new HashMap<>();
        for (MetricPoint point : points) {
            byte[] body = OtlpMetrics.toProtobuf(List.of(point));
            SeriesId id = stored(body).iterator().next();
            long hash = series(body)[0];
            assertThat(seen.putIfAbsent(id, hash)).isIn(null, hash);
        }
        assertThat(new HashSet<>(seen.values())).hasSameSizeAs(seen.keySet());
        assertThat(seen).hasSizeLessThan(500);
    }

    @Test
    void looksNoFurtherThanTheBody() {
        byte[] body = Otlp.metrics(5).toByteArray();
        byte[] twice = Arrays.copyOf(body, 2 * body.length);
        System.arraycopy(body, 0, twice, body.length, body.length);
        assertThat(PointSeries.of(HASH, twice, body.length, 100)).hasSize(5);
    }

    @Test
    void ofMoreThanTheMostPointsItTellsNothing() {
        byte[] body = Otlp.metrics(6).toByteArray();
        assertThat(PointSeries.of(HASH, body, body.length, 6)).hasSize(6);
        assertThat(PointSeries.of(HASH, body, body.length, 5)).isEmpty();
    }

    @Test
    void ofDamagedBodiesItTellsNothingOrWhatItFinds() {
        Random random = new Random(5);
        byte[] whole = OtlpMetrics.toProtobuf(new RandomMetrics(7).points(50));
        for (int i = 0; i < 5_000; i++) {
            byte[] damaged = Arrays.copyOf(whole, random.nextInt(whole.length + 1));
            for (int flips = random.nextInt(4); flips > 0 && damaged.length > 0; flips--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            assertThat(series(damaged).length).isBetween(0, damaged.length);
        }
    }
}
