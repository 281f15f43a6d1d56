package dev.quipu.collector.scrape;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Begins the fetch of each target at its slots, by one timer for all of them. A target whose fetch is under way is not
 * in the queue, so that its fetches never overlap; the slots that pass meanwhile are skipped. Its state belongs to one
 * event loop.
 */
final class SlotQueue {

    /** One target of this collector. */
    private static final class Entry {
        private final SeriesMemory memory;
        private ScrapeTarget target;
        private long slotMillis;
        private boolean gone;

        private Entry(ScrapeTarget target, SeriesMemory memory) {
            this.target = target;
            this.memory = memory;
        }

        private long slotMillis() {
            return slotMillis;
        }
    }

    private final Vertx vertx;
    private final Context context;
    private final Scrape scrape;
    private final ScrapeMeters meters;
    private final BooleanSupplier leased;
    private final Supplier<SeriesMemory> memories;
    private final Map<String, Entry> entries = new HashMap<>();
    private final PriorityQueue<Entry> waiting = new PriorityQueue<>(Comparator.comparingLong(Entry::slotMillis));
    private long timer;
    private long timerMillis = Long.MAX_VALUE;
    private boolean stopped;

    /** @param leased whether this collector may fetch its targets at this moment */
    SlotQueue(
            Vertx vertx, Scrape scrape, ScrapeMeters meters, BooleanSupplier leased, Supplier<SeriesMemory> memories) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.scrape = scrape;
        this.meters = meters;
        this.leased = leased;
        this.memories = memories;
    }

    /**
     * From here on these are the targets. Any thread.
     *
     * @param ended keys of those that are targets of nobody any more
     */
    void assign(Collection<ScrapeTarget> targets, Set<String> ended) {
        context.runOnContext(on -> {
            if (!stopped) {
                Set<String> kept = new HashSet<>();
                for (ScrapeTarget target : targets) {
                    kept.add(target.key());
                    put(target);
                }
                Set<String> lost = new HashSet<>(entries.keySet());
                lost.removeAll(kept);
                lost.forEach(key -> remove(key, ended.contains(key)));
                arm();
            }
        });
    }

    /** No fetch begins after this. Any thread. */
    void stop() {
        context.runOnContext(on -> {
            stopped = true;
            vertx.cancelTimer(timer);
            entries.clear();
            waiting.clear();
        });
    }

    private void put(ScrapeTarget target) {
        Entry entry = entries.get(target.key());
        if (entry == null) {
            Entry added = new Entry(target, memories.get());
            entries.put(target.key(), added);
            enqueue(added, System.currentTimeMillis());
        } else if (!entry.target.equals(target)) {
            boolean waits = waiting.remove(entry);
            entry.target = target;
            if (waits) {
                enqueue(entry, System.currentTimeMillis());
            }
        }
    }

    private void remove(String key, boolean ended) {
        Entry entry = entries.remove(key);
        if (entry == null) {
            return;
        }
        entry.gone = true;
        waiting.remove(entry);
        if (ended) {
            scrape.end(entry.target, entry.memory, System.currentTimeMillis());
        }
    }

    private void enqueue(Entry entry, long afterMillis) {
        entry.slotMillis = entry.target.slotAfter(afterMillis);
        waiting.add(entry);
    }

    /** Sees to it that the timer fires at the next slot. */
    private void arm() {
        Entry next = waiting.peek();
        if (stopped || next == null || next.slotMillis >= timerMillis) {
            return;
        }
        vertx.cancelTimer(timer);
        timerMillis = next.slotMillis;
        timer = vertx.setTimer(Math.max(1, next.slotMillis - System.currentTimeMillis()), fired -> {
            timerMillis = Long.MAX_VALUE;
            beginDue();
        });
    }

    private void beginDue() {
        long now = System.currentTimeMillis();
        for (Entry next = waiting.peek(); next != null && next.slotMillis <= now; next = waiting.peek()) {
            waiting.remove();
            begin(next, now);
        }
        arm();
    }

    private void begin(Entry entry, long now) {
        if (!leased.getAsBoolean()) {
            meters.skipped(ScrapeMeters.Skip.NO_LEASE, 1);
            enqueue(entry, now);
            return;
        }
        long slot = entry.slotMillis;
        scrape.fetch(entry.target, entry.memory, slot)
                .onComplete(over -> context.runOnContext(on -> again(entry, slot)));
    }

    private void again(Entry entry, long slot) {
        if (entry.gone || stopped) {
            return;
        }
        long interval = entry.target.intervalMillis();
        enqueue(entry, Math.max(slot, System.currentTimeMillis()));
        long passed = (entry.slotMillis - slot) / interval - 1;
        if (passed > 0) {
            meters.skipped(ScrapeMeters.Skip.LATE, passed);
        }
        arm();
    }
}
