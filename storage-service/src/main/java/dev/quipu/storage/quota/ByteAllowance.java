package dev.quipu.storage.quota;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * So many bytes a second, those of a minute at once. What was begun is paid for afterwards, also with what is not there yet.
 * Thread-safe.
 */
final class ByteAllowance {

    private static final long SECONDS_AT_ONCE = 60;

    private final long perSecond;
    private final LongSupplier nanoTime;
    private double left;
    private long at;

    ByteAllowance(long perSecond, LongSupplier nanoTime) {
        this.perSecond = perSecond;
        this.nanoTime = nanoTime;
        this.left = (double) perSecond * SECONDS_AT_ONCE;
        this.at = nanoTime.getAsLong();
    }

    long perSecond() {
        return perSecond;
    }

    /** Whole seconds until there is something left; 0 when there is. */
    synchronized long waitSeconds() {
        refill();
        return left > 0 ? 0 : (long) Math.ceil((1 - left) / perSecond);
    }

    synchronized void take(long bytes) {
        refill();
        left -= bytes;
    }

    private void refill() {
        long now = nanoTime.getAsLong();
        double gained = (double) (now - at) / TimeUnit.SECONDS.toNanos(1) * perSecond;
        left = Math.min((double) perSecond * SECONDS_AT_ONCE, left + gained);
        at = now;
    }
}
