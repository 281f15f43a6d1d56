package dev.quipu.benchmarks.load;

import dev.quipu.benchmarks.machine.Loopback;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;

/**
 * How to load a door. A load ends when its time is over or its spans are sent, whichever comes first.
 *
 * @param target scheme, loopback host and port
 * @param connections each with one request under way at most
 * @param recordsPerRequest spans in each request
 * @param recordsPerSecond offered on a schedule whether or not answers come in time; empty to send as answers come
 * @param warmup sent before anything is measured
 * @param measured the time that the figures are about
 * @param maxRecords sent at most, warm-up included
 * @param gzip whether bodies are compressed
 * @param headers of every request, beside those of its door
 */
public record LoadPlan(
        URI target,
        Door door,
        int connections,
        int recordsPerRequest,
        OptionalLong recordsPerSecond,
        Duration warmup,
        Duration measured,
        long maxRecords,
        boolean gzip,
        Map<String, String> headers) {

    public LoadPlan {
        headers = Map.copyOf(headers);
        Loopback.require(target);
        if (connections < 1 || connections > 1_000) {
            throw new IllegalArgumentException("connections: expected 1 to 1000, got " + connections);
        }
        if (recordsPerSecond.isPresent() && recordsPerSecond.getAsLong() < recordsPerRequest) {
            throw new IllegalArgumentException("recordsPerSecond: expected at least one request a second ("
                    + recordsPerRequest + "), got " + recordsPerSecond.getAsLong());
        }
        if (measured.isNegative() || measured.isZero() || measured.compareTo(Duration.ofHours(1)) > 0) {
            throw new IllegalArgumentException(
                    "measured: expected more than zero and at most an hour, got " + measured);
        }
    }
    /** Without headers but those of the door. */
    public LoadPlan(
            URI target,
            Door door,
            int connections,
            int recordsPerRequest,
            OptionalLong recordsPerSecond,
            Duration warmup,
            Duration measured,
            long maxRecords,
            boolean gzip) {
        this(
                target,
                door,
                connections,
                recordsPerRequest,
                recordsPerSecond,
                warmup,
                measured,
                maxRecords,
                gzip,
                Map.of());
    }

    /** The same with these headers, which say for whom it is or who sends it. */
    public LoadPlan withHeaders(Map<String, String> others) {
        return new LoadPlan(
                target,
                door,
                connections,
                recordsPerRequest,
                recordsPerSecond,
                warmup,
                measured,
                maxRecords,
                gzip,
                others);
    }
}
