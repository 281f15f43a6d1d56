package dev.quipu.collector.intake;

import dev.quipu.collector.CollectorConfig;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads that work on records: a fixed number of workers for everything that costs CPU, and one timer that only
 * hands work over. What waits for a worker is bounded by the bytes in flight, since every task has reserved some.
 */
@Singleton
public final class IntakeThreads implements Executor {

    private final ExecutorService workers;
    private final ScheduledThreadPoolExecutor timer;

    @Inject
    public IntakeThreads(CollectorConfig config) {
        this(config.workers() > 0 ? config.workers() : Runtime.getRuntime().availableProcessors());
    }

    IntakeThreads(int workerCount) {
        workers = Executors.newFixedThreadPool(workerCount, named("quipu-worker-"));
        timer = new ScheduledThreadPoolExecutor(1, named("quipu-timer-"));
        timer.setRemoveOnCancelPolicy(true);
        timer.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
    }

    /** Runs the task on a worker. */
    @Override
    public void execute(Runnable task) {
        workers.execute(task);
    }

    /** Runs the task on the timer's thread, once; it must not block or compute. */
    public void after(Duration delay, Runnable task) {
        Future<?> unused = alarm(delay, task);
    }

    /** As {@link #after}, unless it is cancelled before. */
    public Future<?> alarm(Duration delay, Runnable task) {
        return timer.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    @PreDestroy
    void stop() {
        timer.shutdownNow();
        workers.shutdownNow();
    }

    private static ThreadFactory named(String prefix) {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, prefix + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }
}
