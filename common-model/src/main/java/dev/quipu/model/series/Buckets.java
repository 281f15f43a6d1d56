package dev.quipu.model.series;

import java.util.function.Consumer;

/** Counts by buckets, of one point or summed over many. Immutable. */
sealed interface Buckets permits ExplicitBuckets, ExponentialBuckets {

    /** Which form the buckets have. */
    enum Kind {
        EXPLICIT,
        EXPONENTIAL
    }

    Kind kind();

    /** What lies between two bounds, of which the outermost may be infinite. */
    record Interval(double lower, double upper, double count) {}

    /** Whether counts of both can be added bucket by bucket. */
    boolean fits(Buckets other);

    /** The sum; the other's buckets have to fit. */
    Buckets plus(Buckets other);

    /**
     * What was counted since the other, an earlier state; the other's buckets have to fit. Negative counts mean that
     * counting began anew.
     */
    Buckets minus(Buckets other);

    boolean hasNegative();

    void eachInterval(Consumer<Interval> each);
}
