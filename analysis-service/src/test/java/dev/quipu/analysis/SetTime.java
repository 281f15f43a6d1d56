package dev.quipu.analysis;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;

/** Time that passes when a test says so. */
@Alternative
@ApplicationScoped
public class SetTime extends TimeSource {

    private static final Instant START = Instant.parse("2026-01-01T12:00:00Z");

    private final AtomicReference<Duration> passed = new AtomicReference<>(Duration.ZERO);

    public void passes(Duration more) {
        passed.accumulateAndGet(more, Duration::plus);
    }

    @Override
    public Instant now() {
        return START.plus(passed.get());
    }

    @Override
    public long nanos() {
        return passed.get().toNanos();
    }
}
