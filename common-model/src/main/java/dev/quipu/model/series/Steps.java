package dev.quipu.model.series;

/**
 * Steps of time of one length: what an answer over time has one value for each of.
 *
 * @param firstUnixNano where the first begins
 * @param stepNanos length of a step
 * @param count how many, 1 or more
 */
public record Steps(long firstUnixNano, long stepNanos, int count) {

    public Steps {
        if (stepNanos < 1 || count < 1) {
            throw new IllegalArgumentException(
                    "steps: expected a positive length and number, got " + stepNanos + " and " + count);
        }
    }

    /** Which step the time is in; negative before the first, {@link #count} or more after the last. */
    int of(long unixNano) {
        long step = Math.floorDiv(unixNano - firstUnixNano, stepNanos);
        return (int) Math.max(-1, Math.min(count, step));
    }

    /** Where a step begins. */
    public long begin(int step) {
        return firstUnixNano + step * stepNanos;
    }

    double seconds() {
        return stepNanos / 1e9;
    }
}
