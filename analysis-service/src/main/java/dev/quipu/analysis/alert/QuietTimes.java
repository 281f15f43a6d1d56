package dev.quipu.analysis.alert;

import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Since when the conditions of alerts that fire do not hold, as far as this service has looked without a break. Not kept:
 * after a start of this service, and when its turn to look comes again, an alert fires as long again as its rule says.
 * Thread-safe.
 */
final class QuietTimes {

    private record Key(long ruleId, String series) {}

    private final Map<Key, Instant> since = new ConcurrentHashMap<>();

    /** @return when it began to be quiet: now, unless it was before */
    Instant begin(long ruleId, String series, Instant now) {
        return since.computeIfAbsent(new Key(ruleId, series), unseen -> now);
    }

    void end(long ruleId, String series) {
        since.remove(new Key(ruleId, series));
    }

    /** Whoever does not look cannot tell what was quiet all the time. */
    void forget() {
        since.clear();
    }
}
