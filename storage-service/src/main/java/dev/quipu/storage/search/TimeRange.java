package dev.quipu.storage.search;

import dev.quipu.model.segment.RecordRows;
import dev.quipu.model.segment.SegmentHead;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * When records happened: of spans their start.
 *
 * @param fromUnixNano inclusive
 * @param toUnixNano exclusive
 */
public record TimeRange(long fromUnixNano, long toUnixNano) {

    /** Every time that a signed number of nanoseconds can say. */
    public static final TimeRange ALL = new TimeRange(Long.MIN_VALUE, Long.MAX_VALUE);

    public TimeRange {
        if (fromUnixNano > toUnixNano) {
            throw new IllegalArgumentException(
                    "from: expected a time before 'to', got " + fromUnixNano + " and " + toUnixNano);
        }
    }

    boolean contains(long unixNano) {
        return fromUnixNano <= unixNano && unixNano < toUnixNano;
    }

    /** Whether every row of the group lies within, so that no time has to be read. */
    boolean containsAll(SegmentHead.RowGroup group) {
        return contains(group.minTimeUnixNano()) && contains(group.maxTimeUnixNano());
    }

    boolean overlaps(SegmentHead.RowGroup group) {
        return group.maxTimeUnixNano() >= fromUnixNano && group.minTimeUnixNano() < toUnixNano;
    }

    boolean contains(RecordRows rows, int row) {
        return contains(rows.timeUnixNano(row));
    }

    LocalDate firstDay() {
        return day(fromUnixNano);
    }

    LocalDate lastDay() {
        return day(toUnixNano);
    }

    private static LocalDate day(long unixNano) {
        return LocalDate.ofInstant(Instant.EPOCH.plusNanos(unixNano), ZoneOffset.UTC);
    }
}
