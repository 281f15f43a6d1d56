package dev.quipu.analysis.anomaly;

import java.time.Instant;
import java.util.Locale;

/**
 * A series that moved and stayed.
 *
 * @param sinceUnixNano about the first value after the move, exact to a microsecond
 * @param before the level or the spread before, in the series' unit; departures from its season where it follows one
 * @param after the same after
 */
public record Change(Kind kind, long sinceUnixNano, double before, double after) {

    /** What moved. */
    public enum Kind {
        /** The mean. */
        LEVEL,
        /** The mean distance to the level. */
        SPREAD
    }

    public double by() {
        return after - before;
    }

    /** As in "level 2.1 to 14.8 since 2026-01-02T10:05:00Z". */
    public String explanation() {
        Instant since = Instant.ofEpochSecond(0, sinceUnixNano);
        return String.format(
                Locale.ROOT, "%s %.4g to %.4g since %s", kind == Kind.LEVEL ? "level" : "spread", before, after, since);
    }
}
