package dev.quipu.analysis.trace;

/** Sums of durations, none of which is negative. */
final class Nanos {

    private Nanos() {}

    /** The largest number when the sum is larger: senders' clocks may be off by a century. */
    static long sum(long one, long other) {
        long sum = one + other;
        return sum < 0 ? Long.MAX_VALUE : sum;
    }
}
