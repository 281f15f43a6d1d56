package dev.quipu.collector.intake;

import java.util.HashMap;
import java.util.Map;

/**
 * What tenants hold of something that there is only so much of. A tenant may hold at most {@value #SHARE_OF_FREE} times
 * what it leaves free: alone nearly everything, beside others no more than they, and never so much that one who comes new
 * finds no room (the dynamic thresholds of Choudhury and Hahne). Not thread-safe.
 */
final class Shares {

    static final int SHARE_OF_FREE = 8;

    private final long max;
    private final Map<String, Long> held = new HashMap<>();
    private long total;

    Shares(long max) {
        this.max = max;
    }

    boolean hasRoom(String tenant, long more) {
        long free = max - total - more;
        return free >= 0 && of(tenant) + more <= SHARE_OF_FREE * free;
    }

    /** @param more negative to give back */
    void add(String tenant, long more) {
        total += more;
        long left = of(tenant) + more;
        if (left == 0) {
            held.remove(tenant);
        } else {
            held.put(tenant, left);
        }
    }

    long of(String tenant) {
        return held.getOrDefault(tenant, 0L);
    }

    long total() {
        return total;
    }
}
