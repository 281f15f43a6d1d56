package dev.quipu.benchmarks.load;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * What became of the requests. Everything is counted; rates and latencies are taken only from answers that came in the
 * measured window. Written by the thread that sends.
 */
public final class Tally {

    private static final long MAX_ACK_MICROS = TimeUnit.MINUTES.toMicros(10);

    private final long measuredFromNanos;
    private final long measuredToNanos;
    private final Histogram ackMicros = new Histogram(MAX_ACK_MICROS, 3);
    private final long[] measuredRecordsBySecond;
    private final Map<String, Long> troubles = new TreeMap<>();

    private long offeredRequests;
    private long offeredRecords;
    private long offeredBytes;
    private long acknowledgedRecords;
    private long rejectedRecords;
    private long refusedRecords;
    private long retries;
    private long measuredRecords;

    /** @param measuredFromNanos and {@code measuredToNanos}: the window, in {@link System#nanoTime()} */
    Tally(long measuredFromNanos, long measuredToNanos) {
        this.measuredFromNanos = measuredFromNanos;
        this.measuredToNanos = measuredToNanos;
        this.measuredRecordsBySecond =
                new long[(int) TimeUnit.NANOSECONDS.toSeconds(measuredToNanos - measuredFromNanos) + 1];
    }

    void offered(int spans, int bytes) {
        offeredRequests++;
        offeredRecords += spans;
        offeredBytes += bytes;
    }

    /** @param dueNanos when the request should have been sent: waiting for a connection counts */
    void acknowledged(int spans, Answer answer, long dueNanos, long nowNanos) {
        long taken = spans - answer.rejectedRecords();
        acknowledgedRecords += taken;
        rejectedRecords += answer.rejectedRecords();
        trouble(answer.detail());
        if (nowNanos - measuredFromNanos >= 0 && nowNanos - measuredToNanos < 0) {
            measuredRecords += taken;
            measuredRecordsBySecond[(int) TimeUnit.NANOSECONDS.toSeconds(nowNanos - measuredFromNanos)] += taken;
            ackMicros.recordValue(Math.min(MAX_ACK_MICROS, TimeUnit.NANOSECONDS.toMicros(nowNanos - dueNanos)));
        }
    }

    void refused(int spans, Answer answer) {
        refusedRecords += spans;
        trouble(answer.detail());
    }

    void retried(Answer answer) {
        retries++;
        trouble(answer.detail());
    }

    private void trouble(String detail) {
        if (!detail.isEmpty()) {
            troubles.merge(detail, 1L, Long::sum);
        }
    }

    public long offeredRequests() {
        return offeredRequests;
    }

    public long offeredRecords() {
        return offeredRecords;
    }

    /** Before compression. */
    public long offeredBytes() {
        return offeredBytes;
    }

    public long acknowledgedRecords() {
        return acknowledgedRecords;
    }

    public long rejectedRecords() {
        return rejectedRecords;
    }

    public long refusedRecords() {
        return refusedRecords;
    }

    /** Offered spans that no final answer came for before the load was given up. */
    public long unansweredRecords() {
        return offeredRecords - acknowledgedRecords - rejectedRecords - refusedRecords;
    }

    public long retries() {
        return retries;
    }

    /** Spans acknowledged in the measured window. */
    public long measuredRecords() {
        return measuredRecords;
    }

    /** Spans acknowledged in each whole second of the measured window. */
    public long[] measuredRecordsBySecond() {
        return Arrays.copyOf(measuredRecordsBySecond, Math.max(1, measuredRecordsBySecond.length - 1));
    }

    public Histogram ackMicros() {
        return ackMicros;
    }

    /** What doors and connections complained about, and how often. */
    public Map<String, Long> troubles() {
        return Map.copyOf(troubles);
    }
}
