package dev.quipu.storage.quota;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * So many bytes a second, those of a minute at once. What was begun may use up those of the minute to come as well, and is
 * waited for. Thread-safe.
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

    /** @return false when it may take no more: those of the minute to come are used up, too */
    synchronized boolean take(long bytes) {
        refill();
        double most = (double) perSecond * SECONDS_AT_ONCE;
        left = Math.max(left - bytes, -most);
        return left > -most;
    }

    private void refill() {
        long now = nanoTime.getAsLong();
        double gained = (double) (now - at) / TimeUnit.SECONDS.toNanos(1) * perSecond;
        left = Math.min((double) perSecond * SECONDS_AT_ONCE, left + gained);
        at = now;
    }
}
