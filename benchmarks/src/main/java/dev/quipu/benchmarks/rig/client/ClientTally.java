package dev.quipu.benchmarks.rig.client;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** What happened to the client's requests. Any thread. */
public final class ClientTally {

    private static final int MAX_TROUBLES = 50;

    private final Histogram ackMicros = new Histogram(TimeUnit.HOURS.toMicros(1), 3);
    private final Map<String, Long> troubles = new TreeMap<>();
    private long acknowledgedRecords;
    private long acknowledgedRequests;
    private long rejectedRecords;
    private long retries;
    private long dropOrders;

    synchronized void acknowledged(int records, long rejected, long tookNanos) {
        acknowledgedRequests++;
        acknowledgedRecords += records;
        rejectedRecords += rejected;
        ackMicros.recordValue(Math.min(ackMicros.getHighestTrackableValue(), TimeUnit.NANOSECONDS.toMicros(tookNanos)));
    }

    synchronized void retried(String why) {
        retries++;
        note(why);
    }

    /** An answer after which an SDK gives its records up. The client tries again all the same, to know their fate. */
    synchronized void toldToDrop(String why) {
        dropOrders++;
        note(why);
    }

    private void note(String why) {
        if (troubles.size() < MAX_TROUBLES || troubles.containsKey(why)) {
            troubles.merge(why, 1L, Long::sum);
        }
    }

    public synchronized long acknowledgedRecords() {
        return acknowledgedRecords;
    }

    public synchronized long acknowledgedRequests() {
        return acknowledgedRequests;
    }

    /** Of acknowledged requests, records that the door did not take. */
    public synchronized long rejectedRecords() {
        return rejectedRecords;
    }

    public synchronized long retries() {
        return retries;
    }

    /** Answers after which an SDK gives its records up. */
    public synchronized long dropOrders() {
        return dropOrders;
    }

    /** Why requests were sent again, with how often. */
    public synchronized Map<String, Long> troubles() {
        return new TreeMap<>(troubles);
    }

    /** From a request's first sending to its acknowledgement, since the last call. */
    public synchronized Histogram takeAckMicros() {
        Histogram taken = ackMicros.copy();
        ackMicros.reset();
        return taken;
    }
}
