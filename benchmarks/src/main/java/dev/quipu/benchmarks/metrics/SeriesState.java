package dev.quipu.benchmarks.metrics;

import dev.quipu.benchmarks.metrics.Instrument.Behaviour;
import java.util.List;
import java.util.SplittableRandom;

/** The values of some series, which go on from report to report. */
final class SeriesState {

    private final Behaviour[] behaviours;
    private final long[] wholes;
    private final int[] speeds;
    private double ratio;
    private final SplittableRandom random;

    SeriesState(List<Behaviour> behaviours, SplittableRandom random) {
        this.behaviours = behaviours.toArray(Behaviour[]::new);
        this.wholes = new long[this.behaviours.length];
        this.speeds = new int[this.behaviours.length];
        this.random = random;
        for (int i = 0; i < wholes.length; i++) {
            wholes[i] = random.nextInt(100_000);
            speeds[i] = 1 + random.nextInt(1 << random.nextInt(2, 10));
        }
    }

    void advance() {
        for (int i = 0; i < wholes.length; i++) {
            switch (behaviours[i]) {
                case COUNTER, DOUBLE_COUNTER, SECONDS_COUNTER, HISTOGRAM -> wholes[i] += random.nextInt(2 * speeds[i]);
                case INTEGER_GAUGE, DECIMAL_GAUGE -> wholes[i] += random.nextInt(2 * speeds[i] + 1) - speeds[i];
                case CONSTANT -> wholes[i] += random.nextInt(200) == 0 ? 1 : 0;
                case RATIO -> ratio = random.nextDouble();
            }
        }
    }

    /** The value as it stands on the wire. */
    long bits(int slot) {
        return switch (behaviours[slot]) {
            case COUNTER, INTEGER_GAUGE, HISTOGRAM -> wholes[slot];
            case DOUBLE_COUNTER, CONSTANT -> Double.doubleToRawLongBits(wholes[slot]);
            case SECONDS_COUNTER -> Double.doubleToRawLongBits(wholes[slot] / 100.0);
            case DECIMAL_GAUGE -> Double.doubleToRawLongBits(wholes[slot] / 10.0);
            case RATIO -> Double.doubleToRawLongBits((ratio + slot * 0.6180339887498949) % 1);
        };
    }
}
