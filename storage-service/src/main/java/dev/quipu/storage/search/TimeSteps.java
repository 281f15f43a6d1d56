package dev.quipu.storage.search;

import java.time.Duration;

/**
 * A time range in steps of one length, the first beginning at a multiple of it.
 *
 * @param firstUnixNano where the first step begins, at or before the range
 * @param stepNanos length of a step
 */
public record TimeSteps(TimeRange range, long firstUnixNano, long stepNanos) {

    static final int MAX_STEPS = 2_000;

    /**
     * @throws IllegalArgumentException when the step is not positive or there are more than {@value #MAX_STEPS}
     */
    public static TimeSteps of(TimeRange range, Duration step) {
        long nanos = nanosOf(step);
        String got;
        try {
            long first = Math.subtractExact(range.fromUnixNano(), Math.floorMod(range.fromUnixNano(), nanos));
            long count = Math.addExact(Math.subtractExact(range.toUnixNano(), first), nanos - 1) / nanos;
            if (count <= MAX_STEPS) {
                return new TimeSteps(range, first, nanos);
            }
            got = Long.toString(count);
        } catch (ArithmeticException e) {
            got = "many more";
        }
        throw new IllegalArgumentException(
                "step: expected at most " + MAX_STEPS + " steps from 'from' to 'to', got " + got);
    }

    private static long nanosOf(Duration step) {
        if (step.isZero() || step.isNegative()) {
            throw new IllegalArgumentException("step: expected more than 0, got " + step);
        }
        try {
            return step.toNanos();
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("step: expected at most 100000 days, got " + step, e);
        }
    }

    public int count() {
        return (int) ((range.toUnixNano() - firstUnixNano + stepNanos - 1) / stepNanos);
    }

    /** Which step a time of the range is in. */
    int of(long unixNano) {
        return (int) ((unixNano - firstUnixNano) / stepNanos);
    }
}
