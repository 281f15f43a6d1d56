package dev.quipu.collector.remotewrite;

import dev.quipu.collector.prometheus.Distribution;
import dev.quipu.collector.prometheus.StaleMarker;
import java.util.OptionalDouble;

/**
 * A native histogram as the sender has it (Prometheus, "Native Histograms"; {@code Histogram} is the same message in
 * both versions): buckets lie in spans, whole counts as differences, others as they are.
 *
 * @param count as a real number, and whether the sender calls it whole
 * @param positive buckets above zero, or all of them when their bounds are custom
 */
record NativeHistogram(
        boolean whole,
        double count,
        double sum,
        int schema,
        double zeroThreshold,
        double zeroCount,
        Side positive,
        Side negative,
        boolean gauge,
        double[] customBounds,
        long timeMillis,
        long startMillis) {

    static final int CUSTOM_SCHEMA = -53;
    private static final int MIN_SCHEMA = -4;
    private static final int MAX_SCHEMA = 8;
    private static final double MAX_WHOLE = 1L << 53;

    /** The finest schema has no bucket of a double beyond it. */
    private static final int MAX_INDEX = 1 << 19;

    /** More than any sender keeps, and few enough to be written out. */
    private static final int MAX_BUCKETS = 10_000;

    /**
     * @param offsets of each span from the end of the one before it; of the first from zero
     * @param values differences when the histogram is whole, else counts
     */
    record Side(int[] offsets, int[] lengths, double[] values) {
        static final Side NONE = new Side(new int[0], new int[0], new double[0]);
    }

    /** Says what is wrong with a histogram. Part of the normal course: carries no stack. */
    static final class Fault extends Exception {
        private static final long serialVersionUID = 1L;

        Fault(String expected, Object got) {
            super("histogram: expected " + expected + ", got " + got, null, false, false);
        }
    }

    boolean stale() {
        return StaleMarker.is(sum);
    }

    boolean custom() {
        return schema == CUSTOM_SCHEMA;
    }

    Distribution.Exponential exponential() throws Fault {
        if (schema < MIN_SCHEMA || schema > MAX_SCHEMA) {
            throw new Fault("a schema from -4 to 8 or -53", schema);
        }
        return new Distribution.Exponential(
                wholeCount(count),
                sum,
                schema,
                wholeCount(zeroCount),
                zeroThreshold,
                buckets(positive),
                buckets(negative));
    }

    /** Prometheus' bucket {@code i} ends where OTLP's bucket {@code i} begins. */
    private Distribution.Buckets buckets(Side side) throws Fault {
        long[] counts = dense(side, Integer.MAX_VALUE);
        if (counts.length == 0) {
            return Distribution.Buckets.NONE;
        }
        int first = side.offsets()[0];
        if (first < -MAX_INDEX || first > MAX_INDEX) {
            throw new Fault("buckets from -" + MAX_INDEX + " to " + MAX_INDEX, first);
        }
        return new Distribution.Buckets(first - 1, counts);
    }

    Distribution.Explicit explicit() throws Fault {
        for (int i = 0; i < customBounds.length; i++) {
            if (Double.isNaN(customBounds[i]) || (i > 0 && customBounds[i] <= customBounds[i - 1])) {
                throw new Fault("ascending custom bounds", customBounds[i]);
            }
        }
        if (customBounds.length >= MAX_BUCKETS) {
            throw new Fault("less than " + MAX_BUCKETS + " custom bounds", customBounds.length);
        }
        if (negative.offsets().length > 0) {
            throw new Fault("no negative buckets beside custom bounds", negative.offsets().length + " spans");
        }
        long[] all = new long[customBounds.length + 1];
        long[] counts = dense(positive, all.length);
        int first = counts.length == 0 ? 0 : positive.offsets()[0];
        if (first < 0 || first + counts.length > all.length) {
            throw new Fault("buckets 0 to " + customBounds.length, first + " to " + (first + counts.length - 1));
        }
        System.arraycopy(counts, 0, all, first, counts.length);
        return new Distribution.Explicit(wholeCount(count), OptionalDouble.of(sum), all, customBounds);
    }

    /** Every bucket from the first to the last, those between spans too. */
    private long[] dense(Side side, int maxIndex) throws Fault {
        long length = 0;
        long named = 0;
        for (int i = 0; i < side.offsets().length; i++) {
            if (i > 0 && side.offsets()[i] < 0) {
                throw new Fault("spans in order", "an offset of " + side.offsets()[i]);
            }
            length += (i == 0 ? 0 : side.offsets()[i]) + (long) side.lengths()[i];
            named += side.lengths()[i];
            if (side.lengths()[i] < 0 || length > Math.min(MAX_BUCKETS, maxIndex)) {
                throw new Fault("at most " + Math.min(MAX_BUCKETS, maxIndex) + " buckets", "more");
            }
        }
        if (named != side.values().length) {
            throw new Fault(named + " buckets as the spans say", side.values().length);
        }
        long[] counts = new long[(int) length];
        int at = 0;
        int value = 0;
        double running = 0;
        for (int i = 0; i < side.offsets().length; i++) {
            at += i == 0 ? 0 : side.offsets()[i];
            for (int k = 0; k < side.lengths()[i]; k++) {
                running = whole ? running + side.values()[value] : side.values()[value];
                value++;
                counts[at++] = wholeCount(running);
            }
        }
        return counts;
    }

    private static long wholeCount(double count) throws Fault {
        if (!(count >= 0 && count <= MAX_WHOLE && count == Math.rint(count))) {
            throw new Fault("whole counts, the only ones that OTLP has", count);
        }
        return (long) count;
    }
}
