package dev.quipu.collector.intake;

import dev.quipu.collector.CollectorConfig;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The bytes of request bodies that this process holds, over all doors and tenants. A door reserves bytes before it
 * buffers them, and refuses the request when there is no room: memory stays bounded at any load. Any thread.
 */
@Singleton
public final class Admission {

    private final long maxBytes;
    private final AtomicLong bytesInFlight = new AtomicLong();

    @Inject
    public Admission(CollectorConfig config) {
        this(config.maxBytesInFlight().asLongValue());
    }

    Admission(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** A reservation of nothing yet. */
    public Reservation open() {
        return new Reservation(this);
    }

    public boolean isFull() {
        return bytesInFlight.get() >= maxBytes;
    }

    public long bytesInFlight() {
        return bytesInFlight.get();
    }

    boolean tryAdd(long bytes) {
        long held = bytesInFlight.get();
        while (held + bytes <= maxBytes) {
            if (bytesInFlight.compareAndSet(held, held + bytes)) {
                return true;
            }
            held = bytesInFlight.get();
        }
        return false;
    }

    void subtract(long bytes) {
        bytesInFlight.addAndGet(-bytes);
    }
}
