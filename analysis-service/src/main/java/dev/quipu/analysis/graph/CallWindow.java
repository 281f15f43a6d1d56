package dev.quipu.analysis.graph;

import dev.quipu.model.TraceId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The spans of the traces that were heard of last, so that what comes of a trace later is seen with what came before. Not
 * thread-safe.
 */
final class CallWindow {

    /** In place of a step's number: nothing was forgotten. */
    static final long NEVER = -1;

    private final int maxSpans;
    private final Map<Key, Heard> traces = new LinkedHashMap<>(16, 0.75f, true);
    private long spans;
    private long step;
    private long forgotten = NEVER;

    /** A trace. */
    record Key(String tenant, TraceId traceId) {}

    /** What is known of a trace. @param since all that was acknowledged since is known; 1970 when all is */
    record Entry(List<CallSpan> spans, Instant since) {
        Entry {
            spans = List.copyOf(spans);
        }
    }

    /** @param step in which it was heard of last */
    private record Heard(Entry entry, long step) {}

    /** @param maxSpans that are remembered */
    CallWindow(int maxSpans) {
        this.maxSpans = maxSpans;
    }

    /** Empty when nothing was heard of it, or not for long. */
    Optional<Entry> get(Key key) {
        Heard heard = traces.get(key);
        return heard == null ? Optional.empty() : Optional.of(heard.entry());
    }

    /** In place of what was known; traces that were not heard of for longest are forgotten when there are too many. */
    void put(Key key, Entry entry) {
        Heard before = traces.put(key, new Heard(entry, step));
        spans += entry.spans().size()
                - (before == null ? 0 : before.entry().spans().size());
        forget(heard -> spans > maxSpans);
    }

    /** More spans of a trace. @param since of a trace that is not known */
    void add(Key key, List<CallSpan> more, Instant since) {
        Optional<Entry> before = get(key);
        List<CallSpan> all = new ArrayList<>(before.map(Entry::spans).orElse(List.of()));
        all.addAll(more);
        put(key, new Entry(all, before.map(Entry::since).orElse(since)));
    }

    /** What comes from now on is heard in another step. @param number higher than before */
    void beginStep(long number) {
        step = number;
    }

    /** Forgets traces that were not heard of in a step or later. */
    void forgetBefore(long firstStep) {
        forget(heard -> heard.step() < firstStep);
    }

    private interface Condition {
        boolean holds(Heard eldest);
    }

    private void forget(Condition condition) {
        Iterator<Heard> eldest = traces.values().iterator();
        while (eldest.hasNext()) {
            Heard heard = eldest.next();
            if (!condition.holds(heard)) {
                return;
            }
            spans -= heard.entry().spans().size();
            forgotten = Math.max(forgotten, heard.step());
            eldest.remove();
        }
    }

    /** The last step in which a trace was heard of that is forgotten; {@link #NEVER} when there is none. */
    long forgottenStep() {
        return forgotten;
    }

    void clear() {
        traces.clear();
        spans = 0;
        step = 0;
        forgotten = NEVER;
    }
}
