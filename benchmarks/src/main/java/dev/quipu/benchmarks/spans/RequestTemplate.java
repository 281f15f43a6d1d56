package dev.quipu.benchmarks.spans;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** An encoded request of one instance's spans, written out with other ids and times each time. */
final class RequestTemplate {

    private final byte[] body;
    private final int spans;
    private final int newestWave;
    private final Offsets offsets;
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
        offsets.numbers().writeTo(target, from, cycle.numberShift);
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
}
