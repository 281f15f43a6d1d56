package dev.quipu.collector.prometheus;

/**
 * When a point was taken.
 *
 * @param startUnixNano since when its value accumulates; 0 when unknown
 */
public record Moment(long startUnixNano, long timeUnixNano) {

    private static final long NANOS_PER_MILLI = 1_000_000;

    /** Whether OTLP's nanoseconds hold a time in Prometheus' milliseconds. */
    public static boolean fits(long millis) {
        return millis >= 0 && millis <= Long.MAX_VALUE / NANOS_PER_MILLI;
    }

    /** Of times that fit; a start that does not is unknown. */
    public static Moment ofMillis(long startMillis, long timeMillis) {
        return new Moment(fits(startMillis) ? startMillis * NANOS_PER_MILLI : 0, timeMillis * NANOS_PER_MILLI);
    }
}
