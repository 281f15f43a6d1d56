package dev.quipu.benchmarks.spans;

import dev.quipu.benchmarks.workload.NumbersInText;

/**
 * One turn through all requests of a workload. Ids are moved by the same amounts in the whole turn, so that the spans of
 * a trace stay together; each wave of traces ends at its own clock reading.
 */
final class Cycle {

    /** Bits that the generator sets in each id and that no cycle changes, so that no id is ever all zero. */
    private static final long FIXED_BITS = 1L << 56;

    final long traceHighMix;
    final long traceLowMix;
    final long spanMix;
    final int numberShift;
    private final long[] waveUnixNano;
    private int waves;

    Cycle(long run, long number, int waveCount) {
        long base = mix(run) + number * 4;
        this.traceHighMix = mix(base);
        this.traceLowMix = mix(base + 1) & ~FIXED_BITS;
        this.spanMix = mix(base + 2) & ~FIXED_BITS;
        this.numberShift = (int) Long.remainderUnsigned(mix(base + 3), NumbersInText.NUMBERS);
        this.waveUnixNano = new long[waveCount];
    }

    /** Reads the clock for each wave that a request is the first to send spans of. */
    void reach(int wave, long nowUnixNano) {
        while (waves <= wave) {
            waveUnixNano[waves++] = nowUnixNano;
        }
    }

    long waveUnixNano(int wave) {
        return waveUnixNano[wave];
    }

    /** SplitMix64's finalizer: nearby inputs give unrelated outputs. */
    private static long mix(long value) {
        long z = value + 0x9e3779b97f4a7c15L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
