package dev.quipu.collector.intake;

/**
 * What one request holds of the bytes in flight, and what it claims. Grows while the body arrives, is given back once, by
 * whoever ends the request; after that it grows no more. Any thread.
 */
public final class Reservation {

    private final Admission admission;
    private final String tenant;
    private long bytes;
    private long claim;
    private boolean whole;
    private boolean released;

    /** @param claim bytes that are claimed already as announced, and not reserved */
    Reservation(Admission admission, String tenant, long claim) {
        this.admission = admission;
        this.tenant = tenant;
        this.claim = claim;
    }

    /** Reserves further bytes; false, and nothing reserved, when there is no room or the reservation was given back. */
    public synchronized boolean grow(long further) {
        if (released || !admission.tryAdd(tenant, further)) {
            return false;
        }
        bytes += further;
        if (whole) {
            claim(bytes);
        }
        return true;
    }

    /** Reserves so many bytes instead of those held; false, and nothing changed, when there is no room. */
    public synchronized boolean exchange(long instead) {
        return grow(instead - bytes);
    }

    /** The body is there: from here on it claims what it holds. */
    public synchronized void complete() {
        if (!released) {
            claim(bytes);
            whole = true;
        }
    }

    /** The body does not come as it should: until it is there it claims nothing, and keeps nobody out. */
    public synchronized void doubt() {
        if (!whole) {
            claim(0);
        }
    }

    /** Gives everything back; a second call does nothing. */
    public synchronized void release() {
        if (!released) {
            released = true;
            admission.tryAdd(tenant, -bytes);
            claim(0);
            bytes = 0;
        }
    }

    private void claim(long instead) {
        admission.claim(tenant, claim, !whole, instead);
        claim = instead;
    }
}
