package dev.quipu.collector.intake;

import dev.quipu.collector.CollectorConfig;
import dev.quipu.model.Signal;
import dev.quipu.model.segment.RequestKey;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Where the requests of one tenant and signal wait to share a segment (group commit). A group leaves once it has its
 * bytes or its requests, or its oldest has lingered; while as many groups as allowed are on their way the next one
 * waits and grows. A request with the key of one that is still open waits for that one's outcome instead of travelling.
 * Any thread; nothing is told or run under the lock.
 */
final class Lane {

    /** Identifies a lane. */
    record Name(String tenant, Signal signal) {}

    /** Sends a group on its way; it reports back by {@link #settle} and {@link #landed}. */
    interface Departure {
        void depart(Lane lane, List<HeldRequest> group);
    }

    private final Name name;
    private final CollectorConfig.Segments rules;
    private final Supplier<Duration> linger;
    private final IntakeThreads threads;
    private final Departure departure;
    private final Deque<HeldRequest> waiting = new ArrayDeque<>();
    private final Map<RequestKey, HeldRequest> open = new HashMap<>();
    private long waitingBytes;
    private int flights;
    private boolean alarmSet;
    private boolean flushing;

    Lane(
            Name name,
            CollectorConfig.Segments rules,
            Supplier<Duration> linger,
            IntakeThreads threads,
            Departure departure) {
        this.name = name;
        this.rules = rules;
        this.linger = linger;
        this.threads = threads;
        this.departure = departure;
    }

    Name name() {
        return name;
    }

    synchronized void add(HeldRequest request) {
        HeldRequest first = open.putIfAbsent(request.key(), request);
        if (first == null) {
            enqueue(request);
        } else {
            first.twins().add(request);
        }
    }

    /** From here on groups leave without lingering. */
    synchronized void flush() {
        flushing = true;
        departDue();
    }

    /**
     * Ends the waiting of a request and of its twins, all with the same answer. When that is good news, the twins travel
     * in a later segment, without their records, to be counted.
     */
    void settle(HeldRequest request, Answer answer) {
        List<HeldRequest> twins;
        synchronized (this) {
            open.remove(request.key(), request);
            twins = List.copyOf(request.twins());
            request.twins().clear();
        }
        request.tell(answer);
        twins.forEach(twin -> twin.tell(answer));
        if (answer.kind() == Answer.Kind.ACKNOWLEDGED) {
            synchronized (this) {
                twins.forEach(this::enqueueDuplicate);
            }
        } else {
            twins.forEach(HeldRequest::release);
        }
    }

    /** A group has arrived, well or not: every request of it is settled. */
    void landed(List<HeldRequest> group) {
        group.forEach(HeldRequest::release);
        synchronized (this) {
            flights--;
            departDue();
        }
    }

    /** Whether nothing waits, travels or is open. */
    synchronized boolean isIdle() {
        return waiting.isEmpty() && flights == 0 && open.isEmpty();
    }

    private void enqueueDuplicate(HeldRequest request) {
        request.markKnownDuplicate();
        enqueue(request);
    }

    private void enqueue(HeldRequest request) {
        waiting.add(request);
        waitingBytes += request.request().length();
        departDue();
    }

    private void departDue() {
        while (flights < rules.inFlight() && isDue()) {
            flights++;
            List<HeldRequest> group = nextGroup();
            threads.execute(() -> departure.depart(this, group));
        }
        if (!waiting.isEmpty() && flights < rules.inFlight() && !alarmSet) {
            alarmSet = true;
            threads.after(linger.get().minusNanos(waiting.element().ageNanos()), this::alarm);
        }
    }

    private synchronized void alarm() {
        alarmSet = false;
        departDue();
    }

    private boolean isDue() {
        return !waiting.isEmpty()
                && (flushing
                        || waitingBytes >= rules.maxBytes().asLongValue()
                        || waiting.size() >= rules.maxRequests()
                        || Duration.ofNanos(waiting.element().ageNanos()).compareTo(linger.get()) >= 0);
    }

    private List<HeldRequest> nextGroup() {
        List<HeldRequest> group = new ArrayList<>();
        long bytes = 0;
        do {
            HeldRequest request = waiting.remove();
            bytes += request.request().length();
            group.add(request);
        } while (!waiting.isEmpty()
                && group.size() < rules.maxRequests()
                && bytes + waiting.element().request().length()
                        <= rules.maxBytes().asLongValue());
        waitingBytes -= bytes;
        return group;
    }
}
