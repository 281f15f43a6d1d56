package dev.quipu.collector.intake;

import dev.quipu.collector.CollectorConfig;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who may send a body, and how many bytes of bodies this process holds, over all doors. Any thread.
 *
 * <p>Bytes are reserved before they are buffered, up to a limit, and shared fairly: memory stays bounded at any load, and
 * a body that finds no room is refused.
 *
 * <p>That shall not happen half-way: what is read and then refused costs as much as what is stored, and comes again.
 * Therefore a request enters before any of its body is read, on its claim of bytes: what its sender announced, and what it
 * holds once it is whole. Claims have an eighth of the limit. That keeps every processor busy; more in memory at once is
 * more to copy for the garbage collector, and nothing gained. Where claims have no room a request waits, the oldest of
 * its tenant first and the tenants in turn, as long as not too many do: a connection buffers a part of what is not read.
 * A tenant without a claim always enters: bodies that are larger than all claims may be get their turn.
 *
 * <p>What is announced need not come. No more than half of the claims is for bodies that are not there; while it is taken
 * requests enter without a claim, so that senders who announce and do not send keep nobody out.
 */
@Singleton
public final class Admission {

    private static final int SHARE_OF_CLAIMS = 8;
    private static final int SHARE_OF_ANNOUNCED = 16;

    /** A larger body claims the rest of its bytes once it is whole. */
    private static final int SHARE_OF_FIRST_CLAIM = 256;

    private static final int SHARE_OF_WAITING = 4;

    /** What a connection may have buffered of a request that waits: eight chunks of HTTP/1. */
    private static final int BYTES_OF_WAITING = 512 * 1024;

    /** Less than any request takes. */
    private static final int SMALLEST_BYTES = 1;

    private final Shares bytes;
    private final Shares claims;
    private final Shares places;
    private final long maxAnnounced;
    private final long maxFirstClaim;
    private final Map<String, Deque<Entry>> waiting = new LinkedHashMap<>();
    private long announced;

    @Inject
    public Admission(CollectorConfig config) {
        this(config.maxBytesInFlight().asLongValue());
    }

    Admission(long maxBytes) {
        bytes = new Shares(maxBytes);
        claims = new Shares(maxBytes / SHARE_OF_CLAIMS);
        places = new Shares(maxBytes / SHARE_OF_WAITING / BYTES_OF_WAITING);
        maxAnnounced = maxBytes / SHARE_OF_ANNOUNCED;
        maxFirstClaim = maxBytes / SHARE_OF_FIRST_CLAIM;
    }

    /** A reservation of nothing yet, for what need not wait. */
    public Reservation open(String tenant) {
        return new Reservation(this, tenant, 0);
    }

    /** Whether a tenant would be refused anything. */
    public synchronized boolean isFull(String tenant) {
        return !bytes.hasRoom(tenant, SMALLEST_BYTES);
    }

    /**
     * Lets a request in, now or when there is room.
     *
     * @param length of its body as announced, or a guess
     * @return empty when so many wait already that it shall be refused
     */
    public synchronized Optional<Entry> enter(String tenant, long length) {
        Entry entry = new Entry(this, tenant, Math.min(length, maxFirstClaim));
        if (waiting.containsKey(tenant) || !tryAdmit(entry)) {
            if (!places.hasRoom(tenant, 1)) {
                return Optional.empty();
            }
            places.add(tenant, 1);
            waiting.computeIfAbsent(tenant, first -> new ArrayDeque<>()).add(entry);
        }
        return Optional.of(entry);
    }

    public synchronized long bytesInFlight() {
        return bytes.total();
    }

    /** Requests that have not entered yet. */
    public synchronized long waiting() {
        return places.total();
    }

    /** Takes an entry out of those that wait; false when it does not. */
    synchronized boolean forget(Entry entry) {
        Deque<Entry> own = waiting.get(entry.tenant());
        if (own == null || !own.remove(entry)) {
            return false;
        }
        places.add(entry.tenant(), -1);
        if (own.isEmpty()) {
            waiting.remove(entry.tenant());
        }
        return true;
    }

    /** Reserves bytes, or gives back as many as the number is below zero; false when there is no room. */
    boolean tryAdd(String tenant, long more) {
        synchronized (this) {
            if (more > 0 && !bytes.hasRoom(tenant, more)) {
                return false;
            }
            bytes.add(tenant, more);
        }
        if (more < 0) {
            admitWaiting();
        }
        return true;
    }

    /** Exchanges a claim for another, of a body that is there, or of none. */
    void claim(String tenant, long before, boolean wasAnnounced, long instead) {
        synchronized (this) {
            claims.add(tenant, instead - before);
            if (wasAnnounced) {
                announced -= before;
            }
        }
        if (instead < before) {
            admitWaiting();
        }
    }

    private void admitWaiting() {
        List<Entry> admitted = new ArrayList<>();
        synchronized (this) {
            int before;
            do {
                before = admitted.size();
                admitOneOfEach(admitted);
            } while (admitted.size() > before);
        }
        admitted.forEach(Entry::tell);
    }

    private void admitOneOfEach(List<Entry> admitted) {
        for (Iterator<Deque<Entry>> tenants = waiting.values().iterator(); tenants.hasNext(); ) {
            Deque<Entry> own = tenants.next();
            if (tryAdmit(own.element())) {
                Entry entry = own.remove();
                places.add(entry.tenant(), -1);
                admitted.add(entry);
                if (own.isEmpty()) {
                    tenants.remove();
                }
            }
        }
    }

    private boolean tryAdmit(Entry entry) {
        String tenant = entry.tenant();
        boolean isBelieved = announced + entry.claim() <= maxAnnounced;
        boolean mayEnter = !isBelieved || claims.of(tenant) == 0 || claims.hasRoom(tenant, entry.claim());
        if (!mayEnter || !bytes.hasRoom(tenant, SMALLEST_BYTES)) {
            return false;
        }
        long claim = isBelieved ? entry.claim() : 0;
        claims.add(tenant, claim);
        announced += claim;
        entry.admit(new Reservation(this, tenant, claim));
        return true;
    }
}
