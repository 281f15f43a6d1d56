package dev.quipu.database;

import java.util.regex.Pattern;

/**
 * One file of PostgreSQL's write-ahead log.
 *
 * @param timeline which history of the database it belongs to; from 1, one more after each recovery
 * @param number of the segment: its first byte's position divided by {@code bytes}
 * @param bytes how long all segments of the database are, a power of two
 */
public record WalSegment(int timeline, long number, int bytes) {

    /** What the files of whole segments are called. */
    public static final Pattern NAME = Pattern.compile("[0-9A-F]{24}");

    private static final long LOG_BYTES = 1L << 32;

    public static WalSegment at(int timeline, long position, int bytes) {
        return new WalSegment(timeline, Long.divideUnsigned(position, bytes), bytes);
    }

    /** @throws IllegalArgumentException when it is no segment's name */
    public static WalSegment ofName(String name, int bytes) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("WAL segment: expected 24 hex digits, got " + name);
        }
        long log = Long.parseLong(name.substring(8, 16), 16);
        long part = Long.parseLong(name.substring(16), 16);
        return new WalSegment(Integer.parseInt(name.substring(0, 8), 16), log * (LOG_BYTES / bytes) + part, bytes);
    }

    public String name() {
        long partsOfLog = LOG_BYTES / bytes;
        return "%08X%08X%08X".formatted(timeline, number / partsOfLog, number % partsOfLog);
    }

    /** Position of its first byte. */
    public long begin() {
        return number * bytes;
    }

    public long end() {
        return begin() + bytes;
    }

    public WalSegment next() {
        return new WalSegment(timeline, number + 1, bytes);
    }

    /** A position in PostgreSQL's notation. */
    public static String text(long position) {
        return "%X/%X".formatted(position >>> Integer.SIZE, position & (LOG_BYTES - 1));
    }

    /** @throws IllegalArgumentException when it is not in PostgreSQL's notation */
    public static long position(String text) {
        String[] halves = text.split("/", -1);
        if (halves.length != 2) {
            throw new IllegalArgumentException("position in the WAL: expected hex/hex, got " + text);
        }
        return Long.parseLong(halves[0], 16) << Integer.SIZE | Long.parseLong(halves[1], 16);
    }
}
