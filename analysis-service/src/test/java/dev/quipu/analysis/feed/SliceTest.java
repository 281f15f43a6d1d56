package dev.quipu.analysis.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.quipu.model.TraceId;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SliceTest {

    private static final int TRACES = 20_000;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 64})
    void eachTraceLiesInOneAndTheyAreOfAboutOneSize(int count) {
        SplittableRandom random = new SplittableRandom(count);
        int[] random128 = new int[count];
        int[] counted = new int[count];
        int[] multiples = new int[count];
        for (int i = 0; i < TRACES; i++) {
            random128[of(new TraceId(random.nextLong(), random.nextLong()), count)]++;
            counted[of(new TraceId(0, i), count)]++;
            multiples[of(new TraceId((long) i << 40, 0x0102030405060708L), count)]++;
        }
        double expected = (double) TRACES / count;
        for (int[] sizes : new int[][] {random128, counted, multiples}) {
            assertThat(IntStream.of(sizes).boxed())
                    .allSatisfy(size -> assertThat((double) size).isBetween(0.7 * expected, 1.3 * expected));
        }
    }

    private static int of(TraceId id, int count) {
        int[] slices = IntStream.range(0, count)
                .filter(index -> new Slice(index, count).test(id))
                .toArray();
        assertThat(slices).hasSize(1);
        return slices[0];
    }

    @Test
    void aPartSaysWhichSlice() {
        assertThat(Part.of("traces-1-of-3").slice()).contains(new Slice(1, 3));
        assertThat(Part.of("logs").slice()).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> Part.of("traces-3-of-3"));
        assertThatIllegalArgumentException().isThrownBy(() -> Part.of("spans"));
    }
}
