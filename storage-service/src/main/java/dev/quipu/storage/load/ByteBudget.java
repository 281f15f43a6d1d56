package dev.quipu.storage.load;

import java.util.concurrent.atomic.AtomicLong;

/** Memory that is promised before it is taken. Thread-safe. */
public final class ByteBudget {

    private final long limit;
    private final AtomicLong used = new AtomicLong();

    public ByteBudget(long limit) {
        this.limit = limit;
    }

    /** False when it does not fit; then nothing is reserved. What alone exceeds the budget fits when nothing else is there. */
    public boolean reserve(long bytes) {
        long before = used.getAndAdd(bytes);
        if (before > 0 && before + bytes > limit) {
            used.addAndGet(-bytes);
            return false;
        }
        return true;
    }

    public void release(long bytes) {
        used.addAndGet(-bytes);
    }

    public long used() {
        return used.get();
    }
}
