package dev.quipu.storage.search;

import java.util.Comparator;
import java.util.UUID;

/**
 * A result's place in the total order: rank descending, then what tells records of one rank apart, as unsigned
 * numbers, then, for records that share all of these, where they are stored.
 */
record Position(long rank, Identity identity, UUID segmentId, int rowGroup, int row) implements Comparable<Position> {

    /** Of a span its trace id and span id; of a log record a hash of what it says. */
    record Identity(long first, long second, long third) {}

    private static final Comparator<Position> ORDER = Comparator.comparingLong(Position::rank)
            .reversed()
            .thenComparing(Position::identity, Position::compareUnsigned)
            .thenComparing(Position::segmentId)
            .thenComparingInt(Position::rowGroup)
            .thenComparingInt(Position::row);

    private static int compareUnsigned(Identity a, Identity b) {
        if (a.first != b.first) {
            return Long.compareUnsigned(a.first, b.first);
        }
        return a.second != b.second ? Long.compareUnsigned(a.second, b.second) : Long.compareUnsigned(a.third, b.third);
    }

    @Override
    public int compareTo(Position other) {
        return ORDER.compare(this, other);
    }
}
