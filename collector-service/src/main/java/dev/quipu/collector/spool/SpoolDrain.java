package dev.quipu.collector.spool;

import dev.quipu.collector.CollectorConfig;
import dev.quipu.collector.client.Backoff;
import dev.quipu.collector.client.SegmentDelivery;
import dev.quipu.collector.client.StorageAnswer;
import dev.quipu.collector.intake.IntakeThreads;
import dev.quipu.model.segment.RequestKey;
import dev.quipu.model.segment.SegmentFormatException;
import dev.quipu.model.segment.SegmentId;
import dev.quipu.model.segment.SegmentParcel;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/**
 * Brings what is spooled to storage, oldest first. While storage takes it more and more is on its way at once, up to a
 * bound; when storage does not, one at a time after growing pauses. A parcel that fails is set aside until another has
 * arrived, so that it blocks none; one that fails again and again while others arrive goes to the quarantine. A sealed
 * spool brings nothing until it is released: keys under which it lies may have been destroyed while no process had it.
 * Any thread.
 */
final class SpoolDrain {

    private static final Logger LOG = Logger.getLogger(SpoolDrain.class);

    /** More are not set aside: then those are tried again. */
    private static final int MAX_ASIDE = 64;

    /** After so many failures, others having arrived before each, it is the parcel's fault. */
    private static final int MAX_FAILURES = 12;

    private final Spool spool;
    private final SegmentDelivery delivery;
    private final IntakeThreads threads;
    private final int maxInFlight;
    private final Backoff shortest;
    private final Duration longestPause;
    private final long collector = new SecureRandom().nextLong();
    private final AtomicLong sequence = new AtomicLong();
    private final AtomicLong deliveredSegments = new AtomicLong();
    private final AtomicLong arrivals = new AtomicLong();
    private final Map<SpoolEntry, Failures> failures = new HashMap<>();
    private final Deque<SpoolEntry> aside = new ArrayDeque<>();
    private Backoff backoff;
    private int window = 1;
    private int inFlight;
    private boolean pausing;
    private boolean closed;
    private boolean held;

    /**
     * @param count failures before which others had arrived since the one before
     * @param arrivals of others until the latest failure
     */
    private record Failures(int count, long arrivals) {}

    SpoolDrain(
            Spool spool,
            SegmentDelivery delivery,
            IntakeThreads threads,
            CollectorConfig.Spool config,
            CollectorConfig.Storage storage) {
        this.spool = spool;
        this.delivery = delivery;
        this.threads = threads;
        maxInFlight = config.inFlight();
        shortest = Backoff.of(storage);
        longestPause = storage.maxBackoff();
        backoff = shortest;
        held = spool.place().keys().areUsed();
    }

    /** What was destroyed before is out of the spool, as far as storage told. */
    void release() {
        synchronized (this) {
            held = false;
        }
        threads.execute(this::wake);
    }

    /** Something may be there to bring. */
    synchronized void wake() {
        while (!held && !closed && !pausing && inFlight < window) {
            Optional<SpoolEntry> entry = next();
            if (entry.isEmpty()) {
                return;
            }
            inFlight++;
            threads.execute(() -> deliver(entry.get()));
        }
    }

    /** What is on its way arrives, or comes again after the next start. */
    synchronized void close() {
        closed = true;
    }

    /** Segments that storage took since this process started. */
    long deliveredSegments() {
        return deliveredSegments.get();
    }

    /** Storage took a segment that was never spooled. */
    void noteArrival() {
        arrivals.incrementAndGet();
    }

    private Optional<SpoolEntry> next() {
        try {
            Optional<SpoolEntry> oldest = aside.size() < MAX_ASIDE ? spool.take() : Optional.empty();
            return oldest.isPresent() ? oldest : Optional.ofNullable(aside.poll());
        } catch (IOException e) {
            LOG.error("The spool could not be read; it is tried again", e);
            pause(longestPause);
            return Optional.empty();
        }
    }

    private void deliver(SpoolEntry entry) {
        try {
            SegmentParcel parcel = spool.read(entry);
            if (isHopeless(entry)) {
                delivery.quarantine(parcel, "storage failed to take it " + MAX_FAILURES + " times while it took others")
                        .onSuccess(answer -> threads.execute(() -> take(answer, entry, parcel, Set.of())));
            } else {
                attempt(entry, parcel, Set.of());
            }
        } catch (SegmentFormatException e) {
            if (spool.holds(entry)) {
                bringDamaged(entry, e);
            } else {
                over(entry); // the key of the file that it was in is gone
            }
        } catch (IOException | RuntimeException e) {
            if (spool.holds(entry)) {
                LOG.errorf(
                        e,
                        "A spooled segment could not be brought from %s",
                        entry.file().path());
                failed(entry, Duration.ZERO);
            } else {
                over(entry); // it was written to another file meanwhile
            }
        }
    }

    /** Its records were acknowledged: as far as it can be told whose they are, the quarantine takes what is left. */
    private void bringDamaged(SpoolEntry entry, SegmentFormatException damage) {
        LOG.errorf(
                damage,
                "A spooled segment of %d %s records of tenant %s is damaged",
                entry.label().records(),
                entry.label().signal().label(),
                entry.label().tenant());
        try {
            SegmentParcel parcel = entry.file().remains(entry);
            delivery.quarantine(parcel, "damaged in the spool: " + damage.getMessage())
                    .onSuccess(answer -> threads.execute(() -> {
                        if (answer.kind() == StorageAnswer.Kind.UNAVAILABLE) {
                            failed(entry, answer.retryAfter().orElse(Duration.ZERO));
                        } else {
                            spool.strike(entry);
                            over(entry);
                        }
                    }));
        } catch (RuntimeException | IOException e) { // whatever is wrong with it, the next one shall not wait
            spool.strike(entry);
            over(entry);
        }
    }

    private void attempt(SpoolEntry entry, SegmentParcel parcel, Set<RequestKey> leftOut) {
        delivery.attempt(parcel).onSuccess(answer -> threads.execute(() -> take(answer, entry, parcel, leftOut)));
    }

    private void take(StorageAnswer answer, SpoolEntry entry, SegmentParcel parcel, Set<RequestKey> leftOut) {
        switch (answer.kind()) {
            case STORED -> {
                deliveredSegments.incrementAndGet();
                spool.delivered(entry);
                grow();
                over(entry);
            }
            case DUPLICATE_REQUESTS -> withoutDuplicates(answer, entry, parcel, leftOut);
            case UNACCEPTABLE -> {
                LOG.errorf("A spooled segment is not taken, not even into quarantine: %s", answer.detail());
                failed(entry, Duration.ZERO);
            }
            case UNAVAILABLE -> failed(entry, answer.retryAfter().orElse(Duration.ZERO));
        }
    }

    private void withoutDuplicates(
            StorageAnswer answer, SpoolEntry entry, SegmentParcel parcel, Set<RequestKey> leftOut) {
        Set<RequestKey> all = new HashSet<>(leftOut);
        if (!all.addAll(answer.duplicateRequests())) {
            LOG.errorf("Storage names duplicate requests that were left out already: %s", answer.duplicateRequests());
            failed(entry, Duration.ZERO);
            return;
        }
        try {
            SegmentId id = new SegmentId(collector, sequence.incrementAndGet());
            attempt(entry, parcel.without(answer.duplicateRequests(), id), all);
        } catch (RuntimeException e) {
            LOG.errorf(e, "A spooled segment of %d records could not be written anew", parcel.records());
            failed(entry, Duration.ZERO);
        }
    }

    private synchronized boolean isHopeless(SpoolEntry entry) {
        Failures known = failures.get(entry);
        return known != null && known.count() >= MAX_FAILURES;
    }

    private synchronized void grow() {
        window = Math.min(window + 1, maxInFlight);
        backoff = shortest;
        arrivals.incrementAndGet();
        aside.forEach(this::tryAgain);
        aside.clear();
    }

    /** At once when it may have been storage's fault, else after a while. */
    private void tryAgain(SpoolEntry entry) {
        int count = failures.getOrDefault(entry, new Failures(0, 0)).count();
        if (count == 0) {
            spool.giveBack(entry);
        } else {
            threads.after(longestPause, () -> threads.execute(() -> giveBack(entry)));
        }
    }

    private void over(SpoolEntry entry) {
        synchronized (this) {
            failures.remove(entry);
            inFlight--;
        }
        wake();
    }

    private synchronized void failed(SpoolEntry entry, Duration wish) {
        inFlight--;
        window = 1;
        Failures before = failures.getOrDefault(entry, new Failures(0, arrivals.get()));
        int count = before.count() + (before.arrivals() < arrivals.get() ? 1 : 0);
        failures.put(entry, new Failures(count, arrivals.get()));
        aside.add(entry);
        pause(backoff.pause(wish));
        backoff = backoff.longer();
    }

    private void giveBack(SpoolEntry entry) {
        spool.giveBack(entry);
        wake();
    }

    private void pause(Duration pause) {
        if (!pausing) {
            pausing = true;
            threads.after(pause, () -> threads.execute(this::goOn));
        }
    }

    private void goOn() {
        synchronized (this) {
            pausing = false;
        }
        wake();
    }
}
