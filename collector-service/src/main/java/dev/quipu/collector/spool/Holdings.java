package dev.quipu.collector.spool;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Sums of what spool files hold, by tenant and signal. Not thread-safe. */
final class Holdings {

    private final Map<Holding.Key, Holding> sums = new HashMap<>();

    static List<Holding> sum(Collection<Holdings> parts) {
        Holdings total = new Holdings();
        parts.forEach(part -> part.sums.values().forEach(total::add));
        return List.copyOf(total.sums.values());
    }

    void add(Holding more) {
        sums.merge(more.key(), more, Holding::plus);
    }

    void remove(Holding less) {
        sums.computeIfPresent(less.key(), (key, sum) -> sum.segments() == less.segments() ? null : sum.minus(less));
    }

    boolean isEmpty() {
        return sums.isEmpty();
    }
}
