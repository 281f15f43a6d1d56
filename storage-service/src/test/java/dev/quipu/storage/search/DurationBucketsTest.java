package dev.quipu.storage.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class DurationBucketsTest {

    @Test
    void everyDurationIsInItsBucket() {
        Random random = new Random(3);
        for (int i = 0; i < 100_000; i++) {
            long nanos = random.nextLong() >>> 1 + random.nextInt(63);
            int bucket = DurationBuckets.of(nanos);
            assertThat(nanos).isBetween(DurationBuckets.lowerNanos(bucket), DurationBuckets.upperNanos(bucket) - 1);
        }
    }

    @Test
    void aBucketIsAFifthWideAtMost() {
        for (long nanos = 1000; nanos > 0; nanos = nanos * 3 / 2) {
            int bucket = DurationBuckets.of(nanos);
            double width = (double) DurationBuckets.upperNanos(bucket) / DurationBuckets.lowerNanos(bucket);
            assertThat(width).isLessThan(1.2);
        }
    }

    @Test
    void clocksThatWereSetBackAreInTheFirst() {
        assertThat(DurationBuckets.of(-5)).isZero();
        assertThat(DurationBuckets.of(0)).isZero();
        assertThat(DurationBuckets.of(Long.MAX_VALUE)).isPositive();
    }
}
