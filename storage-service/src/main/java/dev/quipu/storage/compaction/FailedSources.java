package dev.quipu.storage.compaction;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * Segments that could not be merged, so that they are not read again at every look: damaged ones, and ones too large
 * for the memory of a merge. Each waits twice as long as the time before. In memory only, and bounded: of those that are
 * forgotten another attempt finds out anew. Thread-safe.
 */
final class FailedSources {

    private static final int MAX_REMEMBERED = 10_000;
    private static final Duration FIRST_WAIT = Duration.ofMinutes(1);
    private static final int MAX_DOUBLINGS = 9;

    private final Map<UUID, Failure> failures = new LinkedHashMap<>();

    private record Failure(int times, Instant again) {}

    /** Whether it failed for the first time, as far as is remembered. */
    synchronized boolean add(UUID segment, Instant now) {
        Failure before = failures.remove(segment);
        int times = before == null ? 0 : Math.min(MAX_DOUBLINGS, before.times() + 1);
        failures.put(segment, new Failure(times, now.plus(FIRST_WAIT.multipliedBy(1L << times))));
        if (failures.size() > MAX_REMEMBERED) {
            failures.remove(failures.keySet().iterator().next());
        }
        return before == null;
    }

    /** Whether it is not to be tried yet. */
    synchronized boolean isWaiting(UUID segment, Instant now) {
        Failure failure = failures.get(segment);
        return failure != null && now.isBefore(failure.again());
    }

    synchronized int size() {
        return failures.size();
    }
}
