package dev.quipu.analysis.client;

import dev.quipu.analysis.AnalysisConfig;
import io.quarkus.runtime.Shutdown;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The bounded pool on which spans are decoded and converted. A full queue is {@link BusyException}. */
@ApplicationScoped
public class Workers implements Executor {

    private final ThreadPoolExecutor pool;

    Workers(AnalysisConfig config) {
        AnalysisConfig.Work settings = config.analysis().work();
        AtomicInteger number = new AtomicInteger();
        pool = new ThreadPoolExecutor(
                settings.threads(),
                settings.threads(),
                0,
                TimeUnit.MILLISECONDS,
                new ArrayBlockingQueue<>(settings.maxQueued()),
                task -> new Thread(task, "analysis-worker-" + number.incrementAndGet()),
                (task, full) -> {
                    throw new BusyException("all " + settings.threads() + " workers are busy");
                });
    }

    @Override
    public void execute(Runnable task) {
        pool.execute(task);
    }

    @Shutdown
    void stop() {
        pool.shutdown();
    }
}
