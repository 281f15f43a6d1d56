package dev.quipu.collector.scrape;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The latest result of each target, until storage was told. Any thread. */
final class ScrapeResults {

    private final Map<String, ScrapeResult> latest = new HashMap<>();

    synchronized void add(ScrapeResult result) {
        latest.put(result.key(), result);
    }

    synchronized List<ScrapeResult> drain() {
        List<ScrapeResult> drained = new ArrayList<>(latest.values());
        latest.clear();
        return drained;
    }

    /** Takes back what storage could not be told, unless there is news. */
    synchronized void restore(List<ScrapeResult> untold) {
        untold.forEach(result -> latest.putIfAbsent(result.key(), result));
    }
}
