package dev.quipu.demo;

import io.opentelemetry.sdk.common.Clock;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** A clock that is put forward by hand. */
final class PastClock implements Clock {

    private volatile long nanos;

    PastClock(Instant start) {
        putTo(start);
    }

    void putTo(Instant time) {
        nanos = TimeUnit.SECONDS.toNanos(time.getEpochSecond()) + time.getNano();
    }

    @Override
    public long now() {
        return nanos;
    }

    @Override
    public long nanoTime() {
        return nanos;
    }
}
