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
    private final long[] measuredSpansBySecond;
    private final Map<String, Long> troubles = new TreeMap<>();

    private long offeredRequests;
    private long offeredSpans;
    private long offeredBytes;
    private long acknowledgedSpans;
    private long rejectedSpans;
    private long refusedSpans;
    private long retries;
    private long measuredSpans;

    /** @param measuredFromNanos and {@code measuredToNanos}: the window, in {@link System#nanoTime()} */
    Tally(long measuredFromNanos, long measuredToNanos) {
        this.measuredFromNanos = measuredFromNanos;
        this.measuredToNanos = measuredToNanos;
        this.measuredSpansBySecond =
                new long[(int) TimeUnit.NANOSECONDS.toSeconds(measuredToNanos - measuredFromNanos) + 1];
    }

    void offered(int spans, int bytes) {
        offeredRequests++;
        offeredSpans += spans;
        offeredBytes += bytes;
    }

    /** @param dueNanos when the request should have been sent: waiting for a connection counts */
    void acknowledged(int spans, Answer answer, long dueNanos, long nowNanos) {
        long taken = spans - answer.rejectedSpans();
        acknowledgedSpans += taken;
        rejectedSpans += answer.rejectedSpans();
        trouble(answer.detail());
        if (nowNanos - measuredFromNanos >= 0 && nowNanos - measuredToNanos < 0) {
            measuredSpans += taken;
            measuredSpansBySecond[(int) TimeUnit.NANOSECONDS.toSeconds(nowNanos - measuredFromNanos)] += taken;
            ackMicros.recordValue(Math.min(MAX_ACK_MICROS, TimeUnit.NANOSECONDS.toMicros(nowNanos - dueNanos)));
        }
    }

    void refused(int spans, Answer answer) {
        refusedSpans += spans;
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

    public long offeredSpans() {
        return offeredSpans;
    }

    /** Before compression. */
    public long offeredBytes() {
        return offeredBytes;
    }

    public long acknowledgedSpans() {
        return acknowledgedSpans;
    }

    public long rejectedSpans() {
        return rejectedSpans;
    }

    public long refusedSpans() {
        return refusedSpans;
    }

    /** Offered spans that no final answer came for before the load was given up. */
    public long unansweredSpans() {
        return offeredSpans - acknowledgedSpans - rejectedSpans - refusedSpans;
    }

    public long retries() {
        return retries;
    }

    /** Spans acknowledged in the measured window. */
    public long measuredSpans() {
        return measuredSpans;
    }

    /** Spans acknowledged in each whole second of the measured window. */
    public long[] measuredSpansBySecond() {
        return Arrays.copyOf(measuredSpansBySecond, Math.max(1, measuredSpansBySecond.length - 1));
    }

    public Histogram ackMicros() {
        return ackMicros;
    }

    /** What doors and connections complained about, and how often. */
    public Map<String, Long> troubles() {
        return Map.copyOf(troubles);
    }
}
