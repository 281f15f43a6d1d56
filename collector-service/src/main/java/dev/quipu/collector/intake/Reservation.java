package dev.quipu.collector.intake;

/**
 * What one request holds of the bytes in flight. Grows while the body arrives, is given back once, by whoever ends the
 * request; after that it grows no more. Any thread.
 */
public final class Reservation {

    private final Admission admission;
    private long bytes;
    private boolean released;

    Reservation(Admission admission) {
        this.admission = admission;
    }

    /** Reserves further bytes; false, and nothing reserved, when there is no room or the reservation was given back. */
    public synchronized boolean grow(long further) {
        if (released || !admission.tryAdd(further)) {
            return false;
        }
        bytes += further;
        return true;
    }

    /** Reserves so many bytes instead of those held; false, and nothing changed, when there is no room. */
    public synchronized boolean exchange(long instead) {
        if (!grow(Math.max(0, instead - bytes))) {
            return false;
        }
        admission.subtract(bytes - instead);
        bytes = instead;
        return true;
    }

    /** Gives everything back; a second call does nothing. */
    public synchronized void release() {
        if (!released) {
            released = true;
            admission.subtract(bytes);
            bytes = 0;
        }
    }
}
