package dev.quipu.model.redaction;

import dev.quipu.model.otlp.OtlpFormatException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Changes to a protobuf message, noted while it is read from its begin to its end, and made in one copy afterwards. When
 * nothing was noted there is no copy. The length of every message around a change is written anew. Not thread-safe.
 */
final class Rewrite {

    private static final byte[] UNKNOWN = {};

    /** More of them than any request of reasonable length needs: what they take is bounded by this. */
    private static final int MOST_EDITS = 1 << 20;

    // Messages that were entered and not left, the outermost first.
    private int[] lengthAt = new int[16];
    private int[] contentAt = new int[16];
    private int[] grown = new int[16];
    private int[] edit = new int[16];
    private int depth;
    /** So many of them, from the outermost on, have an edit for their length. */
    private int edited;

    private int[] from = new int[16];
    private int[] to = new int[16];
    private byte[][] instead = new byte[16][];
    private int edits;
    private int growth;

    /** Forgets everything, to read another message. */
    void clear() {
        depth = 0;
        edited = 0;
        edits = 0;
        growth = 0;
    }

    /** How many changes were noted, those of lengths included. */
    int edits() {
        return edits;
    }

    /** A message begins: its length is at {@code lengthStart} up to its content. */
    void enter(int lengthStart, int contentStart) {
        if (depth == lengthAt.length) {
            lengthAt = Arrays.copyOf(lengthAt, 2 * depth);
            contentAt = Arrays.copyOf(contentAt, 2 * depth);
            grown = Arrays.copyOf(grown, 2 * depth);
            edit = Arrays.copyOf(edit, 2 * depth);
        }
        lengthAt[depth] = lengthStart;
        contentAt[depth] = contentStart;
        grown[depth] = 0;
        depth++;
    }

    /** The innermost message ends before {@code end}. */
    void leave(int end) {
        depth--;
        if (edited > depth) {
            edited = depth;
            byte[] length = varint(end - contentAt[depth] + grown[depth]);
            instead[edit[depth]] = length;
            grow(grown[depth] + length.length - (contentAt[depth] - lengthAt[depth]));
        }
    }

    /** Puts bytes in the place of others, which come after everything that was replaced before. */
    void replace(int start, int end, byte[] bytes) {
        while (edited < depth) {
            edit[edited] = add(lengthAt[edited], contentAt[edited], UNKNOWN);
            edited++;
        }
        add(start, end, bytes);
        grow(bytes.length - (end - start));
    }

    private int add(int start, int end, byte[] bytes) {
        if (edits == MOST_EDITS) {
            throw new OtlpFormatException("request: expected at most " + MOST_EDITS
                    + " changes by redaction, lengths of messages included, got more: send fewer records at once");
        }
        if (edits == from.length) {
            from = Arrays.copyOf(from, 2 * edits);
            to = Arrays.copyOf(to, 2 * edits);
            instead = Arrays.copyOf(instead, 2 * edits);
        }
        from[edits] = start;
        to[edits] = end;
        instead[edits] = bytes;
        return edits++;
    }

    private void grow(int bytes) {
        if (depth > 0) {
            grown[depth - 1] += bytes;
        } else {
            growth += bytes;
        }
    }

    /** The message with its changes, of its own length; null when there are none. */
    byte @Nullable [] apply(byte[] message, int length) {
        if (edits == 0) {
            return null;
        }
        byte[] changed = new byte[Math.addExact(length, growth)];
        int read = 0;
        int written = 0;
        for (int i = 0; i < edits; i++) {
            System.arraycopy(message, read, changed, written, from[i] - read);
            written += from[i] - read;
            System.arraycopy(instead[i], 0, changed, written, instead[i].length);
            written += instead[i].length;
            read = to[i];
        }
        System.arraycopy(message, read, changed, written, length - read);
        return changed;
    }

    static byte[] varint(int value) {
        byte[] bytes = new byte[5];
        int size = 0;
        int rest = value;
        while ((rest & ~0x7f) != 0) {
            bytes[size++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[size++] = (byte) rest;
        return Arrays.copyOf(bytes, size);
    }
}
