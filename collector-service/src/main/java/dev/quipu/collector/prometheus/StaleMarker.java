package dev.quipu.collector.prometheus;

/** The one NaN by which Prometheus says that a series has ended; every other NaN is a value. */
public final class StaleMarker {

    public static final long BITS = 0x7ff0_0000_0000_0002L;

    private StaleMarker() {}

    public static boolean is(double value) {
        return Double.doubleToRawLongBits(value) == BITS;
    }
}
