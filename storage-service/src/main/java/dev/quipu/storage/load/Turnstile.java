package dev.quipu.storage.load;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets a number of tasks in at once; a number of others wait; the rest are turned away. Tenants share the places by the
 * laws of {@link FairLine}, none is spare; where too many wait, the last of the tenant that most wait of is turned away. A
 * task keeps its place until it ends, also when nobody waits for its result any more: what it holds is still held.
 * Thread-safe.
 */
public final class Turnstile {

    private final String name;
    private final int places;
    private final int maxWaiting;
    private final FairLine<Ticket> line;
    private boolean isToBeAskedAgain;

    /** @param name what is counted, for the message of those turned away */
    public Turnstile(String name, int places, int maxWaiting) {
        this(name, places, maxWaiting, System::nanoTime);
    }

    Turnstile(String name, int places, int maxWaiting, LongSupplier nanoTime) {
        this.name = name;
        this.places = places;
        this.maxWaiting = maxWaiting;
        this.line = new FairLine<>(places, 0, nanoTime);
    }

    /** Runs the work once there is room; fails with {@link Overloaded} when too many wait already. */
    public <T> Uni<T> pass(Supplier<Uni<T>> work) {
        return pass(FairLine.NOBODY, work);
    }

    /** The same for a tenant. */
    public <T> Uni<T> pass(String tenant, Supplier<Uni<T>> work) {
        return Uni.createFrom().deferred(() -> {
            Ticket ticket = new Ticket(tenant);
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
                .deferred(() -> {
                    ticket.hasBegun = true;
                    return work.get();
                })
                .onItemOrFailure()
                .invoke(() -> leave(ticket))
                .memoize()
                .indefinitely();
    }

    public synchronized int inside() {
        return line.inside();
    }

    public synchronized int waiting() {
        return line.waiting();
    }

    private void enter(Ticket ticket, UniEmitter<? super Ticket> emitter) {
        ticket.emitter = emitter;
        List<Ticket> admitted;
        Optional<Ticket> turnedAway;
        synchronized (this) {
            line.add(ticket.tenant, ticket);
            admitted = admitted();
            turnedAway = line.waiting() > maxWaiting ? line.removeLast() : Optional.empty();
        }
        admitted.forEach(this::admit);
        turnedAway.ifPresent(one ->
                one.fail(new Overloaded(name + ": " + places + " at work and " + maxWaiting + " waiting already")));
    }

    private void leave(Ticket ticket) {
        List<Ticket> admitted;
        synchronized (this) {
            if (ticket.isInside) {
                ticket.isInside = false;
                line.end(ticket.tenant);
            } else {
                line.remove(ticket.tenant, ticket);
            }
            admitted = admitted();
        }
        admitted.forEach(this::admit);
    }

    /** One whose caller went away meanwhile begins nothing, and would keep its place for ever. */
    private void admit(Ticket ticket) {
        ticket.admit();
        if (!ticket.hasBegun) {
            leave(ticket);
        }
    }

    /** Once the others are forgotten, one that waits for places that are free may have them. */
    private void admitLater() {
        List<Ticket> admitted;
        synchronized (this) {
            isToBeAskedAgain = false;
            admitted = admitted();
        }
        admitted.forEach(this::admit);
    }

    private List<Ticket> admitted() {
        List<Ticket> admitted = new ArrayList<>();
        Optional<FairLine.Turn<Ticket>> turn = line.next();
        while (turn.isPresent()) {
            Ticket ticket = turn.get().one();
            ticket.isInside = true;
            admitted.add(ticket);
            turn = line.next();
        }
        if (line.waiting() > 0 && line.inside() < places && !isToBeAskedAgain) {
            isToBeAskedAgain = true;
            Infrastructure.getDefaultWorkerPool()
                    .schedule(this::admitLater, FairLine.MEMORY.toMillis() + 1, TimeUnit.MILLISECONDS);
        }
        return admitted;
    }

    private static final class Ticket {
        private final String tenant;
        private boolean isInside;
        private volatile boolean hasBegun;
        private @Nullable UniEmitter<? super Ticket> emitter;

        Ticket(String tenant) {
            this.tenant = tenant;
        }

        void admit() {
            if (emitter != null) {
                emitter.complete(this);
            }
        }

        void fail(Overloaded failure) {
            if (emitter != null) {
                emitter.fail(failure);
            }
        }
    }
}
