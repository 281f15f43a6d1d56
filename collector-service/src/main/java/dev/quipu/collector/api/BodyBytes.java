package dev.quipu.collector.api;

import dev.quipu.collector.intake.Answer;
import dev.quipu.collector.intake.Refusal;
import dev.quipu.collector.intake.Reservation;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A body as it grows: in one array while it is small or as long as was announced, else in pieces, which are put together
 * when it is {@link #whole()}. Every byte of capacity is reserved before it is taken; the copy of a moment is not
 * counted. One thread at a time.
 */
final class BodyBytes {

    private static final int FIRST_CAPACITY = 1024;
    private static final int BELIEVED_WHEN_ONE_IN = 4;

    private final Reservation reservation;
    private final BodyPieces pieces;
    private final int maxBytes;
    private final int announcedBytes;
    private final List<byte[]> full = new ArrayList<>();
    private byte[] array = {};
    private int at;
    private int length;

    /**
     * @param announcedBytes what the sender says the length will be; 0 unknown. Believed only once a part of it has
     *     arrived
     */
    BodyBytes(Reservation reservation, BodyPieces pieces, int maxBytes, int announcedBytes) {
        this.reservation = reservation;
        this.pieces = pieces;
        this.maxBytes = maxBytes;
        this.announcedBytes = announcedBytes;
    }

    void append(Buffer chunk, int from) throws RequestRefused {
        if (chunk.length() - from > maxBytes - length) {
            throw tooLarge();
        }
        for (int next = from; next < chunk.length(); ) {
            int bytes = Math.min(chunk.length() - next, roomFor(chunk.length() - next));
            chunk.getBytes(next, next + bytes, array, at);
            wrote(bytes);
            next += bytes;
        }
    }

    /**
     * Bytes that can be written into {@link #buffer()} from {@link #at()} on: at least one, so that a decoder can show
     * that there is more than fits.
     */
    int room() throws RequestRefused {
        return roomFor(1);
    }

    byte[] buffer() {
        return array;
    }

    int at() {
        return at;
    }

    /** Takes over bytes that were written into the buffer. */
    void wrote(int bytes) throws RequestRefused {
        at += bytes;
        length += bytes;
        if (length > maxBytes) {
            throw tooLarge();
        }
    }

    /** Another body under the same reservation and limit. */
    BodyBytes beside(int announcedBytes) {
        return new BodyBytes(reservation, pieces, maxBytes, announcedBytes);
    }

    /** Room for a body whose length is known before it is there; only for one that holds nothing yet. */
    void prepare(int exactBytes) throws RequestRefused {
        if (exactBytes > maxBytes) {
            throw tooLarge();
        }
        reserve(exactBytes);
        array = new byte[exactBytes];
    }

    /** No more comes: from here on the body is in {@code [0, length)} of {@link #array()}. */
    void whole() throws RequestRefused {
        if (full.isEmpty()) {
            return;
        }
        byte[] whole = new byte[length];
        int next = 0;
        for (byte[] piece : full) {
            System.arraycopy(piece, 0, whole, next, piece.length);
            next += piece.length;
        }
        System.arraycopy(array, 0, whole, next, at);
        reserve(length - next - array.length);
        giveBack();
        array = whole;
        at = length;
    }

    /** Gives back what everything but this body holds of the reservation. */
    void keepOnly() {
        reservation.exchange(array.length);
    }

    /** Nobody writes any more; what is {@link #whole()} stays. */
    void close() {
        if (!full.isEmpty()) {
            giveBack();
            array = new byte[0];
            at = 0;
        }
    }

    private void giveBack() {
        full.stream().skip(1).forEach(pieces::giveBack); // the first grew by itself
        pieces.giveBack(array);
        full.clear();
    }

    byte[] array() {
        return array;
    }

    int length() {
        return length;
    }

    private int roomFor(int wanted) throws RequestRefused {
        if (at == array.length) {
            if (full.isEmpty() && (isAnnounced(wanted) || array.length < BodyPieces.PIECE_BYTES)) {
                growTo(isAnnounced(wanted) ? announcedBytes : nextCapacity(wanted));
            } else {
                reserve(BodyPieces.PIECE_BYTES);
                full.add(array);
                array = pieces.take();
                at = 0;
            }
        }
        return array.length - at;
    }

    /** Whether as much as comes now is within what was announced, and so much is there already that it is believed. */
    private boolean isAnnounced(int wanted) {
        int needed = Math.max(FIRST_CAPACITY, length + wanted);
        return length + wanted <= announcedBytes
                && announcedBytes <= maxBytes
                && announcedBytes <= (long) BELIEVED_WHEN_ONE_IN * needed;
    }

    private int nextCapacity(int wanted) {
        int doubled = Math.max(FIRST_CAPACITY, 2 * array.length);
        return Math.min(BodyPieces.PIECE_BYTES, Math.max(doubled, length + Math.min(wanted, BodyPieces.PIECE_BYTES)));
    }

    private void growTo(int capacity) throws RequestRefused {
        reserve(capacity - array.length);
        array = Arrays.copyOf(array, capacity);
    }

    private void reserve(int further) throws RequestRefused {
        if (!reservation.grow(further)) {
            throw new RequestRefused(Answer.refused(Refusal.OVERLOADED));
        }
    }

    private RequestRefused tooLarge() {
        return new RequestRefused(Answer.tooLarge("body: expected at most " + maxBytes + " bytes, got more"));
    }
}
