package dev.quipu.benchmarks.rig.client;

import dev.quipu.benchmarks.machine.Loopback;
import java.net.URI;

/**
 * How the client sends.
 *
 * @param target the collector's OTLP/HTTP door, or the wire to it
 * @param senders each with one request under way at most
 * @param recordsPerSecond offered on a schedule; what is late is sent as fast as answers come
 * @param maxRecords sent at most
 */
public record ClientPlan(URI target, int senders, long recordsPerSecond, long maxRecords) {

    public ClientPlan {
        Loopback.require(target);
        if (senders < 1 || senders > 1_000) {
            throw new IllegalArgumentException("senders: expected 1 to 1000, got " + senders);
        }
        if (recordsPerSecond < 1) {
            throw new IllegalArgumentException("recordsPerSecond: expected at least 1, got " + recordsPerSecond);
        }
    }
}
