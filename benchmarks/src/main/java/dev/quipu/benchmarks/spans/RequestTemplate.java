package dev.quipu.benchmarks.spans;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** An encoded request of one instance's spans, written out with other ids and times each time. */
final class RequestTemplate {

    static final int NUMBER_DIGITS = 9;
    static final int NUMBERS = 1_000_000_000;

    private final byte[] body;
    private final int spans;
    private final int newestWave;
    private final Offsets offsets;
    private final int[] numbers;
    private final long nanosPerTick;

    /**
     * @param newestWave the last wave that the request has spans of
     * @param nanosPerTick unit of the times on the wire
     */
    RequestTemplate(byte[] body, int spans, int newestWave, Offsets offsets, long nanosPerTick) {
        this.body = body;
        this.spans = spans;
        this.newestWave = newestWave;
        this.offsets = offsets;
        this.numbers = numbersAt(body, offsets.numbers());
        this.nanosPerTick = nanosPerTick;
    }

    int spans() {
        return spans;
    }

    int newestWave() {
        return newestWave;
    }

    int bytes() {
        return body.length;
    }

    /** @param target little-endian; gets the request from {@code from} on */
    void writeTo(ByteBuffer target, int from, Cycle cycle) {
        if (target.order() != ByteOrder.LITTLE_ENDIAN) {
            throw new IllegalArgumentException("target: expected a little-endian buffer, got " + target.order());
        }
        target.put(from, body);
        for (int at : offsets.traceIds()) {
            flip(target, from + at, cycle.traceHighMix);
            flip(target, from + at + Long.BYTES, cycle.traceLowMix);
        }
        for (int at : offsets.spanIds()) {
            flip(target, from + at, cycle.spanMix);
        }
        writeTimes(target, from, cycle);
        for (int i = 0; i < numbers.length; i++) {
            int moved = numbers[i] + cycle.numberShift;
            writeNumber(target, from + offsets.numbers()[i], moved < NUMBERS ? moved : moved - NUMBERS);
        }
    }

    private void writeTimes(ByteBuffer target, int from, Cycle cycle) {
        int[] times = offsets.times();
        int[] waves = offsets.timeWaves();
        for (int i = 0; i < times.length; i++) {
            int at = from + times[i];
            long ticks = (cycle.waveUnixNano(waves[i]) - GeneratedSpan.EPOCH_UNIX_NANO) / nanosPerTick;
            target.putLong(at, target.getLong(at) + ticks);
        }
    }

    private static void flip(ByteBuffer target, int at, long mix) {
        target.putLong(at, target.getLong(at) ^ mix);
    }

    private static void writeNumber(ByteBuffer target, int at, int number) {
        int rest = number;
        for (int digit = NUMBER_DIGITS - 1; digit >= 0; digit--) {
            target.put(at + digit, (byte) ('0' + rest % 10));
            rest /= 10;
        }
    }

    private static int[] numbersAt(byte[] body, int[] offsets) {
        int[] numbers = new int[offsets.length];
        for (int i = 0; i < offsets.length; i++) {
            for (int digit = 0; digit < NUMBER_DIGITS; digit++) {
                numbers[i] = numbers[i] * 10 + (body[offsets[i] + digit] - '0');
            }
        }
        return numbers;
    }
}
