package dev.quipu.benchmarks.rig.fault;

import dev.quipu.benchmarks.rig.plan.Fault;
import dev.quipu.benchmarks.rig.plan.FaultPlan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** Has the faults of a plan happen at their times. */
public final class FaultRun implements AutoCloseable {

    private static final int AT_ONCE = 16;

    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(AT_ONCE, task -> {
        Thread thread = new Thread(task, "rig-fault");
        thread.setDaemon(true);
        return thread;
    });
    private final List<ScheduledFuture<?>> running = new ArrayList<>();

    /** Begins now. @param log is told of each fault as it happens */
    public FaultRun(FaultPlan plan, Faults faults, Consumer<String> log) {
        for (Fault fault : plan.faults()) {
            running.add(threads.schedule(
                    () -> {
                        log.accept(fault.text());
                        faults.meet(fault);
                        return null;
                    },
                    fault.at().toMillis(),
                    TimeUnit.MILLISECONDS));
        }
    }

    /** Returns when every fault has happened and is undone. */
    public void await(Duration atMost) throws InterruptedException, TimeoutException {
        long deadline = System.nanoTime() + atMost.toNanos();
        for (ScheduledFuture<?> fault : running) {
            try {
                fault.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
            } catch (ExecutionException e) {
                throw new IllegalStateException("a fault could not be carried out", e.getCause());
            }
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
