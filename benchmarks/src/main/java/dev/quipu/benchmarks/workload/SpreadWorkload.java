package dev.quipu.benchmarks.workload;

import java.util.concurrent.TimeUnit;

/** The requests of another workload as if they were of a whole day: hour after hour, up to now. For one thread. */
public final class SpreadWorkload implements Workload {

    private static final int HOURS = 24;

    private final Workload requests;
    private final long requestsPerHour;
    private long given;

    /** @param count requests that make up the day; those beyond are of the last hour */
    public SpreadWorkload(Workload requests, long count) {
        this.requests = requests;
        this.requestsPerHour = Math.max(1, count / HOURS);
    }

    @Override
    public Request next(long nowUnixNano) {
        long hour = Math.min(HOURS - 1, given++ / requestsPerHour);
        return requests.next(nowUnixNano - TimeUnit.HOURS.toNanos(HOURS - 1 - hour));
    }

    @Override
    public int maxBytes() {
        return requests.maxBytes();
    }

    @Override
    public int requests() {
        return requests.requests();
    }

    @Override
    public long records() {
        return requests.records();
    }

    @Override
    public long bytes() {
        return requests.bytes();
    }
}
