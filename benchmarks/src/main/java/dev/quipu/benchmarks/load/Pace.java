package dev.quipu.benchmarks.load;

import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/** Says when the next request is due, in {@link System#nanoTime()}, until the plan is carried out. */
final class Pace {

    private final LoadPlan plan;
    private final long startNanos;
    private final long endNanos;
    private long requests;

    Pace(LoadPlan plan, long startNanos, long endNanos) {
        this.plan = plan;
        this.startNanos = startNanos;
        this.endNanos = endNanos;
    }

    /** Claims the next request; empty when there is none left. On a schedule it may be due in the past. */
    OptionalLong claim(long nowNanos) {
        if ((requests + 1) * plan.recordsPerRequest() > plan.maxRecords()) {
            return OptionalLong.empty();
        }
        long due = plan.recordsPerSecond().isPresent()
                ? scheduled(plan.recordsPerSecond().getAsLong())
                : nowNanos;
        if (due - endNanos >= 0 || nowNanos - endNanos >= 0) {
            return OptionalLong.empty();
        }
        requests++;
        return OptionalLong.of(due);
    }

    private long scheduled(long recordsPerSecond) {
        double seconds = (double) requests * plan.recordsPerRequest() / recordsPerSecond;
        return startNanos + (long) (seconds * TimeUnit.SECONDS.toNanos(1));
    }
}
