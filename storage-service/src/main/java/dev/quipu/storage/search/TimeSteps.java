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
        long nanos = step.toNanos();
        if (nanos <= 0) {
            throw new IllegalArgumentException("step: expected more than 0, got " + step);
        }
        TimeSteps steps = new TimeSteps(range, Math.floorDiv(range.fromUnixNano(), nanos) * nanos, nanos);
        if ((range.toUnixNano() - steps.firstUnixNano()) / nanos >= MAX_STEPS) {
            throw new IllegalArgumentException("step: expected at most " + MAX_STEPS
                    + " steps from 'from' to 'to', got " + (range.toUnixNano() - steps.firstUnixNano()) / nanos);
        }
        return steps;
    }

    public int count() {
        return (int) ((range.toUnixNano() - firstUnixNano + stepNanos - 1) / stepNanos);
    }

    /** Which step a time of the range is in. */
    int of(long unixNano) {
        return (int) ((unixNano - firstUnixNano) / stepNanos);
    }
}
