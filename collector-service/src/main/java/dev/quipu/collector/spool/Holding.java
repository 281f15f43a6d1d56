package dev.quipu.collector.spool;

import dev.quipu.model.Signal;

/**
 * What a spool holds of one tenant and signal.
 *
 * @param records those included that were erased here: until storage has their segment, no ledger knows that they were
 * @param oldestUnixNano about when the oldest of it was collected
 */
public record Holding(String tenant, Signal signal, long segments, long records, long bytes, long oldestUnixNano) {

    record Key(String tenant, Signal signal) {}

    static Holding of(SpoolEntry entry) {
        return new Holding(
                entry.label().tenant(),
                entry.label().signal(),
                1,
                (long) entry.label().records() + entry.erased(),
                entry.bytes(),
                entry.label().collectedAtUnixNano());
    }

    Key key() {
        return new Key(tenant, signal);
    }

    Holding plus(Holding more) {
        return new Holding(
                tenant,
                signal,
                segments + more.segments,
                records + more.records,
                bytes + more.bytes,
                Math.min(oldestUnixNano, more.oldestUnixNano));
    }

    Holding minus(Holding less) {
        return new Holding(
                tenant, signal, segments - less.segments, records - less.records, bytes - less.bytes, oldestUnixNano);
    }
}
