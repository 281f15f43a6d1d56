package dev.quipu.model.segment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SampleChunkTest {

    private static final int ROWS = 4096;
    private static final int POINTS_OF_A_SERIES = 100;

    private final Random random = new Random(5);

    private static byte[] write(FieldType type, long[] values) {
        ByteSink out = new ByteSink(64);
        try (Compression.Compressor compressor = new Compression.Compressor(Compression.best())) {
            new NumberChunk(compressor).write(out, type, values, 0, values.length);
        }
        return out.toBytes();
    }

    private static byte[] givesBack(FieldType type, long[] values) {
        byte[] chunk = write(type, values);
        assertThat(NumberChunk.read("test", new ByteSource("test", chunk), values.length))
                .isEqualTo(values);
        return chunk;
    }

    private static long[] rows(LongUnaryOperator value) {
        long[] rows = new long[ROWS];
        Arrays.setAll(rows, row -> value.applyAsLong(row));
        return rows;
    }

    private static long bits(double value) {
        return Double.doubleToRawLongBits(value);
    }

    @Test
    void countersTakeAByteOrTwo() {
        long[] total = new long[1];
        long[] values = rows(row -> {
            total[0] = row % POINTS_OF_A_SERIES == 0 ? random.nextInt(1_000_000) : total[0] + random.nextInt(100);
            return bits(total[0]);
        });

        assertThat(givesBack(FieldType.SAMPLE, values).length).isLessThan(ROWS * 3 / 2);
    }

    @Test
    void decimalsTakeAByteOrTwo() {
        long[] hundredths = new long[1];
        long[] values = rows(row -> {
            hundredths[0] += random.nextInt(61) - 30;
            return bits(hundredths[0] / 100.0);
        });

        assertThat(givesBack(FieldType.SAMPLE, values).length).isLessThan(ROWS);
    }

    @Test
    void doublesOfAllDigitsTakeNoMoreThanTheyAre() {
        assertThat(givesBack(FieldType.SAMPLE, rows(row -> bits(random.nextDouble()))).length)
                .isLessThan(8 * ROWS);
    }

    @Test
    void regularTimesTakeNextToNothing() {
        long[] values = rows(row -> 1_795_000_000_000_000_000L + row % POINTS_OF_A_SERIES * 10_000_000_000L);

        assertThat(givesBack(FieldType.SERIES_TIME, values).length).isLessThan(ROWS / 10);
    }

    @Test
    void timesThatJitterTakeAByteOrTwo() {
        long[] values = rows(row ->
                1_795_000_000_000_000_000L + (row % POINTS_OF_A_SERIES * 10_000L + random.nextInt(20)) * 1_000_000L);

        assertThat(givesBack(FieldType.SERIES_TIME, values).length).isLessThan(ROWS * 2);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 127, 128, 129, 1000})
    void givesBackAnyMixture(int rows) {
        for (int round = 0; round < 200; round++) {
            long[] values = new long[rows];
            int kind = random.nextInt(6);
            for (int i = 0; i < rows; i++) {
                kind = random.nextInt(50) == 0 ? random.nextInt(6) : kind;
                values[i] = switch (kind) {
                    case 0 -> random.nextLong();
                    case 1 -> random.nextInt(1000);
                    case 2 -> bits(random.nextInt(100_000) / 1000.0);
                    case 3 -> bits(random.nextGaussian());
                    case 4 -> bits(random.nextBoolean() ? Double.NaN : -0.0);
                    default -> bits(random.nextInt(10) * 1e15);
                };
            }
            givesBack(FieldType.SAMPLE, values);
            givesBack(FieldType.SERIES_TIME, values);
        }
    }
}
