package dev.quipu.storage.load;

import dev.quipu.storage.StorageConfig;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.ExecutorServiceMetrics;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads that decode, verify and merge; never the event loop's. What queues here is bounded by its turnstiles. */
@ApplicationScoped
public class Workers {

    private final ExecutorService threads;
    private final FairThreads shared;
    private final ExecutorService background;

    Workers(StorageConfig config, MeterRegistry metrics) {
        int count =
                config.storage().search().workers().orElse(Runtime.getRuntime().availableProcessors());
        AtomicInteger number = new AtomicInteger();
        ThreadPoolExecutor pool =
                new ThreadPoolExecutor(count + 1, count + 1, 1, TimeUnit.MINUTES, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "quipu-worker-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        threads = ExecutorServiceMetrics.monitor(metrics, pool, "quipu.storage.workers");
        shared = new FairThreads(threads, count + 1, System::nanoTime);
        background = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "quipu-background");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Runs a computation on a worker; what it throws becomes the failure. */
    public <T> Uni<T> run(Callable<T> computation) {
        return run(FairLine.NOBODY, computation);
    }

    /** The same for a tenant, which takes turns with others and leaves a worker to them. */
    public <T> Uni<T> run(String tenant, Callable<T> computation) {
        return on(task -> shared.execute(tenant, task), computation);
    }

    /** Runs a long computation that nobody waits for, beside the workers and one at a time. */
    public <T> Uni<T> runInBackground(Callable<T> computation) {
        return on(background, computation);
    }

    private static <T> Uni<T> on(Executor executor, Callable<T> computation) {
        return Uni.createFrom()
                .item(() -> {
                    try {
                        return computation.call();
                    } catch (RuntimeException e) {
                        throw e;
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                })
                .runSubscriptionOn(executor);
    }

    void stop(@Observes @Priority(Integer.MAX_VALUE) ShutdownEvent event) {
        threads.shutdown();
        background.shutdown();
    }
}
