package dev.quipu.storage.load;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets a number of tasks in at once; a number of others wait in order of arrival; the rest are turned away. A task
 * keeps its place until it ends, also when nobody waits for its result any more: what it holds is still held.
 */
public final class Turnstile {

    private final String name;
    private final int places;
    private final int maxWaiting;
    private final ArrayDeque<Ticket> waiting = new ArrayDeque<>();
    private int inside;

    /** @param name what is counted, for the message of those turned away */
    public Turnstile(String name, int places, int maxWaiting) {
        this.name = name;
        this.places = places;
        this.maxWaiting = maxWaiting;
    }

    /** Runs the work once there is room; fails with {@link Overloaded} when too many wait already. */
    public <T> Uni<T> pass(Supplier<Uni<T>> work) {
        return Uni.createFrom().deferred(() -> {
            Ticket ticket = new Ticket();
            return Uni.createFrom()
                    .<Ticket>emitter(emitter -> enter(ticket, emitter))
                    .onCancellation()
                    .invoke(() -> leave(ticket))
                    .chain(() -> toItsEnd(ticket, work));
        });
    }

    /** Memoized, so that a caller that goes away does not cancel it half-way. */
    private <T> Uni<T> toItsEnd(Ticket ticket, Supplier<Uni<T>> work) {
        return Uni.createFrom()
                .deferred(work::get)
                .onItemOrFailure()
                .invoke(() -> leave(ticket))
                .memoize()
                .indefinitely();
    }

    public synchronized int inside() {
        return inside;
    }

    public synchronized int waiting() {
        return waiting.size();
    }

    private void enter(Ticket ticket, UniEmitter<? super Ticket> emitter) {
        boolean admitted = false;
        synchronized (this) {
            if (inside < places) {
                inside++;
                ticket.isInside = true;
                admitted = true;
            } else if (waiting.size() < maxWaiting) {
                ticket.emitter = emitter;
                waiting.add(ticket);
                return;
            }
        }
        if (admitted) {
            emitter.complete(ticket);
        } else {
            emitter.fail(new Overloaded(name + ": " + places + " at work and " + maxWaiting + " waiting already"));
        }
    }

    private void leave(Ticket ticket) {
        next(ticket).ifPresent(admitted -> admitted.emit());
    }

    private synchronized Optional<Ticket> next(Ticket leaving) {
        if (!leaving.isInside) {
            waiting.remove(leaving);
            return Optional.empty();
        }
        leaving.isInside = false;
        Ticket admitted = waiting.poll();
        if (admitted == null) {
            inside--;
            return Optional.empty();
        }
        admitted.isInside = true;
        return Optional.of(admitted);
    }

    private static final class Ticket {
        private boolean isInside;
        private @Nullable UniEmitter<? super Ticket> emitter;

        void emit() {
            if (emitter != null) {
                emitter.complete(this);
            }
        }
    }
}
