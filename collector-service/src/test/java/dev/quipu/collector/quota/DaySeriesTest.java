package dev.quipu.collector.quota;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class DaySeriesTest {

    private static final long TODAY = 20_000;

    private final DaySeries series = new DaySeries();

    private long refused(long limit, long... ofPoints) {
        return series.refused(ofPoints, limit, TODAY).cardinality();
    }

    @Test
    void refusesPointsOfSeriesBeyondTheLimitAlone() {
        BitSet refused = series.refused(new long[] {1, 2, 1, 3, 2, 4, 3}, 2, TODAY);
        assertThat(refused.stream()).containsExactly(3, 5, 6);
        assertThat(series.count(TODAY)).isEqualTo(2);
    }

    @Test
    void aSeriesThatHasAPlaceKeepsItWhenTheLimitFalls() {
        assertThat(refused(10, 1, 2, 3)).isZero();
        assertThat(refused(1, 1, 2, 3, 4)).isEqualTo(1);
        assertThat(refused(4, 4)).isZero();
    }

    @Test
    void ofNoSeriesADayNonePasses() {
        assertThat(refused(0, 1, 0)).isEqualTo(2);
    }

    @Test
    void aHashOfZeroIsASeriesToo() {
        assertThat(refused(1, 0, 0)).isZero();
        assertThat(refused(1, 0, 1)).isEqualTo(1);
    }

    @Test
    void aNewDayBeginsWithNone() {
        refused(2, 1, 2);
        assertThat(series.count(TODAY + 1)).isZero();
        assertThat(series.refused(new long[] {3, 4, 5}, 2, TODAY + 1).stream()).containsExactly(2);
    }

    @Test
    void aClockThatGoesBackBeginsNoDay() {
        refused(2, 1, 2);
        assertThat(series.refused(new long[] {3, 1}, 2, TODAY - 1).stream()).containsExactly(0);
    }

    @Test
    void holdsAsASetDoes() {
        Random random = new Random(17);
        Set<Long> oracle = new HashSet<>();
        for (int i = 0; i < 300; i++) {
            long[] points = random.longs(1_000, -60_000, 60_000).toArray();
            BitSet refused = series.refused(points, 50_000, TODAY);
            for (int at = 0; at < points.length; at++) {
                boolean passes = oracle.contains(points[at]) || oracle.size() < 50_000;
                if (passes) {
                    oracle.add(points[at]);
                }
                assertThat(refused.get(at)).isEqualTo(!passes);
            }
        }
        assertThat(series.count(TODAY)).isEqualTo(50_000);
    }

    @Test
    void threadsThatTakeAtOnceTakeNoMoreThanThereIs() throws InterruptedException {
        AtomicLong passed = new AtomicLong();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        for (int thread = 0; thread < 4; thread++) {
            long from = 1 + 1_000_000L * thread;
            threads.execute(() -> {
                for (long one = from; one < from + 10_000; one += 10) {
                    long[] points = LongStream.range(one, one + 10).toArray();
                    passed.addAndGet(10 - refused(5_000, points));
                }
            });
        }
        threads.shutdown();
        assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        assertThat(passed).hasValue(5_000);
    }
}
