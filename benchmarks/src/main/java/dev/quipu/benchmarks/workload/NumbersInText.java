package dev.quipu.benchmarks.workload;

import java.nio.ByteBuffer;
import java.util.stream.IntStream;

/** Numbers of exactly nine digits in an encoded request, all moved by the same amount each time it is written out. */
public final class NumbersInText {

    public static final int NUMBERS = 1_000_000_000;
    private static final int DIGITS = 9;

    private final int[] offsets;
    private final int[] numbers;

    private NumbersInText(byte[] body, int[] offsets) {
        this.offsets = offsets;
        this.numbers = new int[offsets.length];
        for (int i = 0; i < offsets.length; i++) {
            for (int digit = 0; digit < DIGITS; digit++) {
                numbers[i] = numbers[i] * 10 + (body[offsets[i] + digit] - '0');
            }
        }
    }

    /** Overwrites the numbers of a request that lies from {@code from} on. @param shift 0 to {@link #NUMBERS} - 1 */
    public void writeTo(ByteBuffer target, int from, int shift) {
        for (int i = 0; i < numbers.length; i++) {
            int moved = numbers[i] + shift;
            write(target, from + offsets[i], moved < NUMBERS ? moved : moved - NUMBERS);
        }
    }

    private static void write(ByteBuffer target, int at, int number) {
        int rest = number;
        for (int digit = DIGITS - 1; digit >= 0; digit--) {
            target.put(at + digit, (byte) ('0' + rest % 10));
            rest /= 10;
        }
    }

    /** Collects places while a request is scanned. */
    public static final class Builder {
        private final IntStream.Builder offsets = IntStream.builder();

        /** Notes each run of exactly nine digits. */
        public void text(byte[] body, int from, int length) {
            int run = 0;
            for (int i = from; i <= from + length; i++) {
                if (i < from + length && body[i] >= '0' && body[i] <= '9') {
                    run++;
                } else {
                    if (run == DIGITS) {
                        offsets.add(i - run);
                    }
                    run = 0;
                }
            }
        }

        public NumbersInText build(byte[] body) {
            return new NumbersInText(body, offsets.build().toArray());
        }
    }
}
