package dev.quipu.benchmarks.load;

import dev.quipu.benchmarks.machine.ProcessUsage;
import dev.quipu.benchmarks.machine.ProcessWatch;
import dev.quipu.benchmarks.workload.Workload;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;

/** Carries out a plan with all its connections on one event loop, so that the driver takes one core at most. */
public final class LoadRun {

    private static final Duration LAST_ANSWERS = Duration.ofSeconds(60);

    /**
     * @param measured how long the measured window was
     * @param usage of the watched processes in the measured window
     */
    public record Finished(Tally tally, Duration measured, List<ProcessUsage> usage) {}

    private final LoadPlan plan;
    private final Workload workload;
    private final Map<String, Long> processes;

    /** @param processes ids of the processes to watch, by name, in the order of the report */
    public LoadRun(LoadPlan plan, Workload workload, Map<String, Long> processes) {
        this.plan = plan;
        this.workload = workload;
        this.processes = Collections.unmodifiableMap(new LinkedHashMap<>(processes));
    }

    /** Blocks until the load is over and every request is answered, or given up after a minute of waiting. */
    public Finished run() throws InterruptedException {
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        try {
            return run(vertx);
        } finally {
            vertx.close();
        }
    }

    private Finished run(Vertx vertx) throws InterruptedException {
        long start = System.nanoTime();
        long measuredFrom = start + plan.warmup().toNanos();
        long end = measuredFrom + plan.measured().toNanos();
        Tally tally = new Tally(measuredFrom, end);
        CompletableFuture<Void> sent = send(vertx, new Pace(plan, start, end), tally);
        await(sent, measuredFrom);
        try (ProcessWatch watch = new ProcessWatch(processes)) {
            long watched = System.nanoTime();
            await(sent, end);
            long ended = Math.min(System.nanoTime(), end);
            List<ProcessUsage> usage = watch.usage();
            await(sent, System.nanoTime() + LAST_ANSWERS.toNanos());
            return new Finished(tally, Duration.ofNanos(ended - watched), usage);
        }
    }

    private CompletableFuture<Void> send(Vertx vertx, Pace pace, Tally tally) {
        CompletableFuture<Void> sent = new CompletableFuture<>();
        vertx.runOnContext(loop -> Future.all(IntStream.range(0, plan.connections())
                        .mapToObj(i -> new Sender(vertx, plan, workload, pace, tally).run())
                        .toList())
                .onSuccess(all -> sent.complete(null))
                .onFailure(sent::completeExceptionally));
        return sent;
    }

    /** Until the load is over or that moment has come. */
    private static void await(CompletableFuture<Void> sent, long untilNanos) throws InterruptedException {
        try {
            sent.get(Math.max(0, untilNanos - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return; // the moment has come
        } catch (ExecutionException e) {
            throw new IllegalStateException("the load ended early", e);
        }
    }
}
