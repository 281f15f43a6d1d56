package dev.quipu.benchmarks.rig.client;

import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Sends requests on a schedule, each until it is acknowledged, and writes what was acknowledged into its journal. It
 * gives up nothing.
 */
public final class RigClient implements AutoCloseable {

    private final ClientPlan plan;
    private final RequestSource source;
    private final Journal journal;
    private final ClientTally tally = new ClientTally();
    private final AtomicLong next = new AtomicLong();
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();
    private final ExecutorService threads;
    private final List<Future<?>> senders = new ArrayList<>();
    private volatile boolean enough;
    private long startNanos;

    public RigClient(ClientPlan plan, RequestSource source, Journal journal) {
        this.plan = plan;
        this.source = source;
        this.journal = journal;
        this.threads = Executors.newFixedThreadPool(plan.senders(), task -> {
            Thread thread = new Thread(task, "rig-sender");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Begins to send. */
    public void start() {
        startNanos = System.nanoTime();
        for (int i = 0; i < plan.senders(); i++) {
            Exchange exchange = new Exchange(http, plan.target(), tally);
            senders.add(threads.submit(() -> {
                sendUntilEnough(exchange);
                return null;
            }));
        }
    }

    private void sendUntilEnough(Exchange exchange) throws IOException, InterruptedException {
        while (!enough) {
            long number = next.getAndIncrement();
            if ((number + 1) * source.recordsPerRequest() > plan.maxRecords()) {
                return;
            }
            NumberedRequest request = source.request(number);
            Sums sums = request.sums();
            long waitNanos = dueNanos(number) - System.nanoTime();
            if (waitNanos > 0) {
                TimeUnit.NANOSECONDS.sleep(waitNanos);
            }
            exchange.untilAcknowledged(request);
            journal.append(new Journal.Entry(number, request.signal(), sums));
        }
    }

    private long dueNanos(long number) {
        double seconds = (double) number * source.recordsPerRequest() / plan.recordsPerSecond();
        return startNanos + (long) (seconds * TimeUnit.SECONDS.toNanos(1));
    }

    /** Begins no more requests; those that are open are sent until they are acknowledged. */
    public void finish() {
        enough = true;
    }

    /** Waits for the last acknowledgement. */
    public void awaitFinished(Duration atMost) throws InterruptedException, TimeoutException {
        long deadline = System.nanoTime() + atMost.toNanos();
        for (Future<?> sender : senders) {
            try {
                sender.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                throw new TimeoutException("client: expected every request acknowledged within " + atMost.toSeconds()
                        + " s, some are not: " + tally.troubles());
            } catch (ExecutionException e) {
                throw new IllegalStateException("client: a sender ended early", e.getCause());
            }
        }
    }

    public ClientTally tally() {
        return tally;
    }

    @Override
    public void close() {
        enough = true;
        threads.shutdownNow();
    }
}
