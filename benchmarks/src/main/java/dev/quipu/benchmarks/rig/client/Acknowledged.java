package dev.quipu.benchmarks.rig.client;

import dev.quipu.model.Signal;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What a journal says was acknowledged.
 *
 * @param sums by signal, every signal
 * @param requests numbers of the requests
 */
public record Acknowledged(Map<Signal, Sums> sums, BitSet requests) {

    public static Acknowledged of(List<Journal.Entry> entries) {
        Map<Signal, Sums> sums = new EnumMap<>(Signal.class);
        for (Signal signal : Signal.values()) {
            sums.put(signal, Sums.NONE);
        }
        BitSet requests = new BitSet();
        for (Journal.Entry entry : entries) {
            sums.merge(entry.signal(), entry.sums(), Sums::plus);
            requests.set(Math.toIntExact(entry.request()));
        }
        return new Acknowledged(sums, requests);
    }

    public long records() {
        return sums.values().stream().mapToLong(Sums::records).sum();
    }
}
