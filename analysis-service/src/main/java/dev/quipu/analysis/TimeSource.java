package dev.quipu.analysis;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;

/** What time it is, and how much of it has passed: two things, as clocks are set. */
@ApplicationScoped
public class TimeSource {

    public Instant now() {
        return Instant.now();
    }

    /** Grows with the time that passes, however the clock is set; only differences mean anything. */
    public long nanos() {
        return System.nanoTime();
    }
}
