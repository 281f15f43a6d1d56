package dev.quipu.model.segment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReferenceOrderTest {

    /** References below a bound and times of a width, against a plain comparison. */
    @ParameterizedTest
    @CsvSource({"1,1", "3,1000", "50,4000000000000000000", "1000000,1000", "1000000,9000000000000000000"})
    void sortsAsAPlainComparisonDoes(int references, long width) {
        Random random = new Random(references + width);
        long[] reference = random.longs(3_000, 0, references).toArray();
        long[] time = random.longs(3_000, 0, width).toArray();

        assertSorted(reference, time);
    }

    @Test
    void sortsTimesFurtherApartThanALongCanTell() {
        Random random = new Random(5);
        long[] reference = random.longs(500, 0, 3).toArray();
        long[] time = random.longs(500).toArray();
        time[7] = Long.MIN_VALUE;
        time[8] = Long.MAX_VALUE;

        assertSorted(reference, time);
    }

    private static void assertSorted(long[] reference, long[] time) {
        int[] rows = IntStream.range(0, time.length).toArray();

        new ReferenceOrder(reference, time).sort(rows);

        assertThat(rows)
                .containsExactly(IntStream.range(0, time.length)
                        .boxed()
                        .sorted(Comparator.<Integer>comparingLong(row -> reference[row])
                                .thenComparingLong(row -> time[row])
                                .thenComparingInt(row -> row))
                        .mapToInt(Integer::intValue)
                        .toArray());
    }
}
