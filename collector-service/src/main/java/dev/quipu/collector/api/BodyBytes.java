package dev.quipu.collector.api;

import dev.quipu.collector.intake.Answer;
import dev.quipu.collector.intake.Refusal;
import dev.quipu.collector.intake.Reservation;
import io.vertx.core.buffer.Buffer;
import java.util.Arrays;

/**
 * A body as it grows, in one array: {@code [0, length)} of {@link #array()}. Every byte of capacity is reserved before
 * it is allocated; the copy of a moment while it grows is not counted. One thread at a time.
 */
final class BodyBytes {

    private static final int FIRST_CAPACITY = 1024;

    private final Reservation reservation;
    private final int maxBytes;
    private final int expectedBytes;
    private byte[] array = {};
    private int length;

    /**
     * @param expectedBytes what the sender says the length will be, or a guess; 0 unknown. Believed only once a part
     *     of it has arrived
     */
    BodyBytes(Reservation reservation, int maxBytes, int expectedBytes) {
        this.reservation = reservation;
        this.maxBytes = maxBytes;
        this.expectedBytes = expectedBytes;
    }

    void append(Buffer chunk, int from) throws RequestRefused {
        int bytes = chunk.length() - from;
        if (bytes > maxBytes - length) {
            throw tooLarge();
        }
        if (length + bytes > array.length) {
            growTo(length + bytes);
        }
        chunk.getBytes(from, chunk.length(), array, length);
        length += bytes;
    }

    /**
     * Bytes that can be written behind {@code length}: at least one, so that a decoder can show that there is more than
     * fits.
     */
    int room() throws RequestRefused {
        if (length == array.length) {
            growTo(length + 1);
        }
        return array.length - length;
    }

    /** Takes over bytes that were written behind {@code length}. */
    void wrote(int bytes) throws RequestRefused {
        length += bytes;
        if (length > maxBytes) {
            throw tooLarge();
        }
    }

    /** Another body under the same reservation and limit. */
    BodyBytes beside(int expectedBytes) {
        return new BodyBytes(reservation, maxBytes, expectedBytes);
    }

    /** Room for a body whose length is known before it is there; only for one that holds nothing yet. */
    void prepare(int exactBytes) throws RequestRefused {
        if (exactBytes > maxBytes) {
            throw tooLarge();
        }
        if (!reservation.grow(exactBytes)) {
            throw new RequestRefused(Answer.refused(Refusal.OVERLOADED));
        }
        array = new byte[exactBytes];
    }

    /** Gives back what everything but this body holds of the reservation. */
    void keepOnly() {
        reservation.exchange(array.length);
    }

    private void growTo(int needed) throws RequestRefused {
        int capacity = nextCapacity(needed);
        if (!reservation.grow(capacity - array.length)) {
            throw new RequestRefused(Answer.refused(Refusal.OVERLOADED));
        }
        array = Arrays.copyOf(array, capacity);
    }

    byte[] array() {
        return array;
    }

    int length() {
        return length;
    }

    private int nextCapacity(int needed) {
        if (needed <= expectedBytes && expectedBytes <= 4L * Math.max(needed, FIRST_CAPACITY)) {
            return Math.min(expectedBytes, maxBytes);
        }
        long doubled = Math.max(FIRST_CAPACITY, 2L * array.length);
        return (int) Math.max(needed, Math.min(maxBytes, doubled));
    }

    private RequestRefused tooLarge() {
        return new RequestRefused(Answer.tooLarge("body: expected at most " + maxBytes + " bytes, got more"));
    }
}
