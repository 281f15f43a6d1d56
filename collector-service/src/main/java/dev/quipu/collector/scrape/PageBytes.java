package dev.quipu.collector.scrape;

import dev.quipu.collector.intake.Reservation;
import io.vertx.core.buffer.Buffer;
import java.util.Arrays;

/** A page as it arrives or inflates, within a limit; its capacity is reserved before it is allocated. One thread at a time. */
final class PageBytes {

    private static final int FIRST_CAPACITY = 16 * 1024;

    private final Reservation reservation;
    private final int maxBytes;
    private byte[] array = {};
    private int length;

    PageBytes(Reservation reservation, int maxBytes) {
        this.reservation = reservation;
        this.maxBytes = maxBytes;
    }

    /** Why bytes were not taken. */
    enum Fault {
        TOO_LARGE,
        OVERLOADED
    }

    static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;
        private final Fault fault;

        Refused(Fault fault) {
            super(fault.name(), null, false, false);
            this.fault = fault;
        }

        Fault fault() {
            return fault;
        }
    }

    void append(Buffer chunk) throws Refused {
        reserve(chunk.length());
        chunk.getBytes(0, chunk.length(), array, length);
        length += chunk.length();
    }

    void append(byte[] bytes, int count) throws Refused {
        reserve(count);
        System.arraycopy(bytes, 0, array, length, count);
        length += count;
    }

    private void reserve(int more) throws Refused {
        if (more > maxBytes - length) {
            throw new Refused(Fault.TOO_LARGE);
        }
        if (length + more > array.length) {
            long doubled = Math.max(FIRST_CAPACITY, 2L * array.length);
            int capacity = (int) Math.max(length + more, Math.min(maxBytes, doubled));
            if (!reservation.grow(capacity - array.length)) {
                throw new Refused(Fault.OVERLOADED);
            }
            array = Arrays.copyOf(array, capacity);
        }
    }

    byte[] array() {
        return array;
    }

    int length() {
        return length;
    }
}
