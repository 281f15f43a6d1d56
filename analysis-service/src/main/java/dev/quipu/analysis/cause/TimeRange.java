package dev.quipu.analysis.cause;

import java.util.List;
import java.util.stream.LongStream;

/** From, included, and to, not included; nanoseconds since 1970 UTC. */
public record TimeRange(long fromUnixNano, long toUnixNano) {

    public TimeRange {
        if (fromUnixNano >= toUnixNano) {
            throw new IllegalArgumentException("toUnixNano: expected after " + fromUnixNano + ", got " + toUnixNano);
        }
    }

    public long durationNanos() {
        return toUnixNano - fromUnixNano;
    }

    public boolean contains(long unixNano) {
        return unixNano >= fromUnixNano && unixNano < toUnixNano;
    }

    /** Whether less than the gap lies between the two. */
    public boolean isNear(TimeRange other, long gapNanos) {
        return other.fromUnixNano - gapNanos < toUnixNano && fromUnixNano < other.toUnixNano + gapNanos;
    }

    /**
     * Windows as long as an incident's, one after the other within a range, without those that come nearer than the
     * gap to the incident or to another one that is known: what is compared with must be free of faults.
     */
    public static List<TimeRange> baselines(
            TimeRange incident, TimeRange within, List<TimeRange> otherIncidents, long gapNanos) {
        long length = incident.durationNanos();
        return LongStream.iterate(
                        within.fromUnixNano, from -> from <= within.toUnixNano - length, from -> from + length)
                .mapToObj(from -> new TimeRange(from, from + length))
                .filter(range -> !range.isNear(incident, gapNanos))
                .filter(range -> otherIncidents.stream().noneMatch(other -> range.isNear(other, gapNanos)))
                .toList();
    }
}
