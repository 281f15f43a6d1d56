package dev.quipu.collector.quota;

import java.time.Duration;
import java.util.BitSet;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What one tenant has sent, held against its quota. Any thread, without a lock but where a day begins.
 *
 * <p>Records are paid for in time: each moves the tenant's next moment further on, and while that lies within a burst of
 * now, a request may pass, whatever it holds. So a request that holds more than a burst passes too, once, and is paid for
 * by waiting after it; over any longer time the rate holds.
 *
 * <p>Bytes of a day are those that storage told, and what became durable here since it was asked. A day begins at midnight
 * UTC, whether storage can be asked then or not.
 *
 * <p>Series of a day are those that points came of here, since the day or this process began.
 */
final class TenantUse {

    /** A second's records as often may come at once, after a pause. */
    private static final long BURST_NANOS = Duration.ofSeconds(5).toNanos();

    private static final double NANOS_PER_SECOND = 1e9;
    private static final long MILLIS_PER_DAY = Duration.ofDays(1).toMillis();

    private final AtomicLong paidUntilNanos;
    private final AtomicLong durableBytes = new AtomicLong();
    private final DaySeries series = new DaySeries();
    private volatile Day day;
    private volatile Quota quota;
    private volatile long askedAtBytes;

    /** @param countedFrom of the durable bytes, that are not in those told */
    private record Day(long number, long toldBytes, long countedFrom) {}

    TenantUse(Quota quota, long nowNanos, long nowMillis) {
        this.quota = quota;
        paidUntilNanos = new AtomicLong(nowNanos);
        day = new Day(nowMillis / MILLIS_PER_DAY, quota.storedBytesToday(), 0);
    }

    /** Storage is about to be asked: what is durable by now may be in what it tells. */
    void asking() {
        askedAtBytes = durableBytes.get();
    }

    synchronized void take(Quota told, long nowMillis) {
        quota = told;
        day = new Day(nowMillis / MILLIS_PER_DAY, told.storedBytesToday(), askedAtBytes);
    }

    void addDurable(long bytes) {
        durableBytes.addAndGet(bytes);
    }

    /** How long until the day's bytes are free again; zero while there are some left. */
    Duration untilBytes(long nowMillis) {
        long limit = quota.bytesPerDay().orElse(Long.MAX_VALUE);
        return bytesOf(nowMillis / MILLIS_PER_DAY) < limit ? Duration.ZERO : untilMidnight(nowMillis);
    }

    private static Duration untilMidnight(long nowMillis) {
        return Duration.ofMillis(MILLIS_PER_DAY - nowMillis % MILLIS_PER_DAY);
    }

    boolean limitsSeries() {
        return quota.seriesPerDay().isPresent();
    }

    /** Gives the points' series their places among those of the day, as long as there are some. */
    SeriesVerdict takeSeries(long[] ofPoints, long nowMillis) {
        long limit = quota.seriesPerDay().orElse(Long.MAX_VALUE);
        BitSet refused = series.refused(ofPoints, limit, nowMillis / MILLIS_PER_DAY);
        return new SeriesVerdict(refused, ofPoints.length, untilMidnight(nowMillis));
    }

    int seriesToday(long nowMillis) {
        return series.count(nowMillis / MILLIS_PER_DAY);
    }

    private long bytesOf(long today) {
        Day known = day.number() < today ? begin(today) : day;
        return known.toldBytes() + Math.max(0, durableBytes.get() - known.countedFrom());
    }

    private synchronized Day begin(long today) {
        if (day.number() < today) {
            day = new Day(today, 0, durableBytes.get());
        }
        return day;
    }

    /** Takes the records, or says how long until some may pass and takes nothing; zero when they were taken. */
    Duration takeRecords(long records, long nowNanos) {
        if (quota.recordsPerSecond().isEmpty()) {
            return Duration.ZERO;
        }
        long rate = quota.recordsPerSecond().get();
        if (rate == 0) {
            return Duration.ofDays(1);
        }
        long price = price(records, rate);
        while (true) {
            long before = paidUntilNanos.get();
            long ahead = before - nowNanos - BURST_NANOS;
            if (ahead >= 0) {
                return Duration.ofNanos(ahead + 1);
            }
            long start = before - nowNanos < 0 ? nowNanos : before;
            if (paidUntilNanos.compareAndSet(before, start + price)) {
                return Duration.ZERO;
            }
        }
    }

    /** Gives back records that were taken and then did not pass for another reason. */
    void giveBack(long records) {
        quota.recordsPerSecond()
                .filter(rate -> rate > 0)
                .ifPresent(rate -> paidUntilNanos.addAndGet(-price(records, rate)));
    }

    private static long price(long records, long rate) {
        return (long) (records * NANOS_PER_SECOND / rate);
    }
}
