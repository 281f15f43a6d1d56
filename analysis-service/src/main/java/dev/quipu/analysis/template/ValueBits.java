package dev.quipu.analysis.template;

/**
 * How many different values there were, in 64 bits: one is set for each value, chosen by its hash. The number of bits
 * set is a lower bound of the number of values, and close to it below twenty or so.
 */
final class ValueBits {

    private static final int MIX = 0x9E3779B9;

    private ValueBits() {}

    static long of(String value) {
        return of(value, 0, value.length());
    }

    static long of(String text, int from, int to) {
        int hash = 1;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + text.charAt(i);
        }
        return 1L << (hash * MIX >>> 26);
    }
}
