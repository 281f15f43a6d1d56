package dev.quipu.collector.spool;

/** A spool does not take a parcel: it is full, or its disk fails. Nothing of the parcel is kept. */
final class SpoolRefused extends Exception {

    private static final long serialVersionUID = 1L;

    SpoolRefused(String message) {
        super(message, null, false, false);
    }

    SpoolRefused(String message, Throwable cause) {
        super(message, cause);
    }
}
