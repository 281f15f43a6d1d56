package dev.quipu.benchmarks.workload;

import java.time.Duration;

/** The requests of another workload as if they had happened so long ago. For one thread. */
public final class EarlierWorkload implements Workload {

    private final Workload requests;
    private final Duration ago;

    public EarlierWorkload(Workload requests, Duration ago) {
        this.requests = requests;
        this.ago = ago;
    }

    @Override
    public Request next(long nowUnixNano) {
        return requests.next(nowUnixNano - ago.toNanos());
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
