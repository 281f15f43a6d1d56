package dev.quipu.collector.intake;

import java.time.Duration;

/** Counts what has begun and not ended, and lets a shutdown wait for the end of all of it. Any thread. */
public final class OpenCount {

    private int open;

    public synchronized void begin() {
        open++;
    }

    public synchronized void end() {
        open--;
        if (open == 0) {
            notifyAll();
        }
    }

    public synchronized int open() {
        return open;
    }

    /** Blocks until nothing is open or the time is over; true when nothing is. Not for event loops. */
    public synchronized boolean awaitNone(Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (open > 0) {
            long leftMillis = (end - System.nanoTime()) / 1_000_000;
            if (leftMillis <= 0) {
                return false;
            }
            wait(leftMillis);
        }
        return true;
    }
}
