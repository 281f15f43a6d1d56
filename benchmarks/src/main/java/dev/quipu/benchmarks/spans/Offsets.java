package dev.quipu.benchmarks.spans;

import dev.quipu.benchmarks.workload.NumbersInText;
import java.util.Arrays;

/**
 * Where in an encoded request the bytes stand that differ each time it is sent.
 *
 * @param traceIds 16 bytes each
 * @param spanIds 8 bytes each; parents' and links' too
 * @param times little-endian 64-bit ticks each
 * @param timeWaves the wave of the span that a time belongs to
 */
record Offsets(int[] traceIds, int[] spanIds, int[] times, int[] timeWaves, NumbersInText numbers) {

    /** Collects offsets while a request is scanned. */
    static final class Builder {
        private final IntList traceIds = new IntList();
        private final IntList spanIds = new IntList();
        private final IntList times = new IntList();
        private final IntList timeWaves = new IntList();
        private final NumbersInText.Builder numbers = new NumbersInText.Builder();

        void traceId(int at, int length) {
            expect("trace id", 16, length);
            traceIds.add(at);
        }

        void spanId(int at, int length) {
            if (length > 0) {
                expect("span id", 8, length);
                spanIds.add(at);
            }
        }

        void time(int at, int wave) {
            times.add(at);
            timeWaves.add(wave);
        }

        void text(byte[] body, int from, int length) {
            numbers.text(body, from, length);
        }

        Offsets build(byte[] body) {
            return new Offsets(
                    traceIds.toArray(), spanIds.toArray(), times.toArray(), timeWaves.toArray(), numbers.build(body));
        }

        private static void expect(String what, int expected, int length) {
            if (length != expected) {
                throw new IllegalStateException(what + ": expected " + expected + " bytes, got " + length);
            }
        }
    }

    private static final class IntList {
        private int[] values = new int[1024];
        private int size;

        void add(int value) {
            if (size == values.length) {
                values = Arrays.copyOf(values, size * 2);
            }
            values[size++] = value;
        }

        int[] toArray() {
            return Arrays.copyOf(values, size);
        }
    }
}
