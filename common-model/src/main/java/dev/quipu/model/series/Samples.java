package dev.quipu.model.series;

import java.util.Arrays;

/**
 * Samples of one series of numbers. They are added in any order and read in that of time, of two at one time the one
 * that was added first. Not thread-safe.
 */
public final class Samples {

    /** What says that a series has ended or paused: Prometheus' stale marker, which is a NaN like no other. */
    static final double STALE = Double.longBitsToDouble(0x7ff0000000000002L);

    private static final long STALE_BITS = 0x7ff0000000000002L;

    private long[] times = new long[32];
    private long[] starts = new long[32];
    private double[] values = new double[32];
    private int size;
    private boolean isSorted = true;

    /** @param startUnixNano since when the value counts; 0 when unknown */
    public void add(long unixNano, long startUnixNano, double value) {
        if (size == times.length) {
            times = Arrays.copyOf(times, 2 * size);
            starts = Arrays.copyOf(starts, 2 * size);
            values = Arrays.copyOf(values, 2 * size);
        }
        isSorted &= size == 0 || times[size - 1] < unixNano;
        times[size] = unixNano;
        starts[size] = startUnixNano;
        values[size++] = value;
    }

    /** Says that the series has ended or paused. */
    public void addStale(long unixNano) {
        add(unixNano, 0, STALE);
    }

    public int size() {
        return size;
    }

    public long timeUnixNano(int sample) {
        return times[sample];
    }

    public double value(int sample) {
        return values[sample];
    }

    long startUnixNano(int sample) {
        return starts[sample];
    }

    /** Whether the sample says that the series has ended or paused. */
    public boolean isStale(int sample) {
        return Double.doubleToRawLongBits(values[sample]) == STALE_BITS;
    }

    /** Puts the samples in order, and leaves out those whose time another has. To be called before reading. */
    public void sort() {
        if (isSorted) {
            return;
        }
        Integer[] order = new Integer[size];
        Arrays.setAll(order, sample -> sample);
        Arrays.sort(order, (a, b) -> Long.compare(times[a], times[b]));
        long[] sortedTimes = new long[size];
        long[] sortedStarts = new long[size];
        double[] sortedValues = new double[size];
        int kept = 0;
        for (int sample : order) {
            if (kept == 0 || sortedTimes[kept - 1] != times[sample]) {
                sortedTimes[kept] = times[sample];
                sortedStarts[kept] = starts[sample];
                sortedValues[kept++] = values[sample];
            }
        }
        times = sortedTimes;
        starts = sortedStarts;
        values = sortedValues;
        size = kept;
        isSorted = true;
    }
}
