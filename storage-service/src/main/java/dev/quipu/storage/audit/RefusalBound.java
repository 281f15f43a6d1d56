package dev.quipu.storage.audit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How many refusals of a kind are told one by one: the first of each minute. The others are counted. So the audit grows by
 * what people do, not by how often something tries in vain. Thread-safe.
 */
final class RefusalBound {

    static final int TOLD_PER_MINUTE = 20;

    /** Refusals of one kind: whom they concern, what was tried, and whether it is known by whom. */
    record Kind(String tenant, String action, boolean isAnonymous) {

        static Kind of(Act act) {
            return new Kind(act.tenant(), act.action(), act.actor().isEmpty());
        }
    }

    /** Refusals of a minute beyond those that were told. @param minute Unix minutes */
    record Rest(Kind kind, long minute, int count) {}

    private record Key(Kind kind, long minute) {}

    private final Map<Key, Integer> counts = new HashMap<>();

    /** Whether it is to be told; if not, it is counted. @param minute Unix minutes */
    synchronized boolean admits(Kind kind, long minute) {
        return counts.merge(new Key(kind, minute), 1, Integer::sum) <= TOLD_PER_MINUTE;
    }

    /** What was counted in minutes before this one, each once. */
    synchronized List<Rest> takeBefore(long minute) {
        List<Rest> rests = new ArrayList<>();
        counts.entrySet().removeIf(entry -> {
            if (entry.getKey().minute() >= minute) {
                return false;
            }
            int rest = entry.getValue() - TOLD_PER_MINUTE;
            if (rest > 0) {
                rests.add(new Rest(entry.getKey().kind(), entry.getKey().minute(), rest));
            }
            return true;
        });
        return rests;
    }

    /** They could not be told: another time. */
    synchronized void giveBack(Rest rest) {
        counts.merge(new Key(rest.kind(), rest.minute()), rest.count() + TOLD_PER_MINUTE, Integer::sum);
    }
}
