package dev.quipu.producer;

import io.opentelemetry.sdk.common.CompletableResultCode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Numbers the batches of one signal on their way into one exporter, and is the supplier of that exporter's headers.
 *
 * <p>One batch is in flight at a time: the next is handed over when the exporter has given its result for the one
 * before, retries included. Exporters ask for headers on different threads (with OkHttp and grpc-java on the thread
 * that calls {@code export}, with the JDK's client later and on a pool thread), so that only the batch in flight, not
 * the thread, tells whose headers are asked for. It also makes batches arrive in the order of their numbers, so that a
 * gap is a loss and not a batch that is still on its way.
 *
 * <p>Nobody is blocked. Batches that come meanwhile wait; one that finds {@value #WAITING_LIMIT} waiting fails at once,
 * and as it has its number, it is a measured loss like any other. Threads may share a sequence; exporters may not.
 */
public final class ProducerSequence implements Supplier<Map<String, String>> {

    static final int WAITING_LIMIT = 64;

    private static final String PROCESS = UUID.randomUUID().toString();
    private static final AtomicLong LAST_EPOCH_MILLIS = new AtomicLong();

    private final String producer;
    private final long epochMillis;
    private final Queue<Batch> waiting = new ArrayDeque<>();
    private volatile Map<String, String> headersInFlight = Map.of();
    private List<CompletableResultCode> inFlight = List.of();
    private long sequence;
    private long count;

    /** A sequence of the producer that stands for this process, whose id is random. */
    public ProducerSequence() {
        this(PROCESS);
    }

    /**
     * A sequence of a producer with an id of its own. Its epoch is now, and different from that of every other sequence
     * of this process.
     *
     * @throws IllegalArgumentException when the id is not 1 to 128 printable ASCII characters
     */
    public ProducerSequence(String producer) {
        if (producer.isEmpty() || producer.length() > 128 || !producer.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw new IllegalArgumentException(
                    "producer: expected 1 to 128 printable ASCII characters without blanks, got '" + producer + "'");
        }
        this.producer = producer;
        this.epochMillis = LAST_EPOCH_MILLIS.updateAndGet(last -> Math.max(last + 1, System.currentTimeMillis()));
    }

    /** The headers of the batch in flight; none while there is none. */
    @Override
    public Map<String, String> get() {
        return headersInFlight;
    }

    /**
     * Numbers a batch and hands it over in its turn.
     *
     * @param records how many the batch has
     * @param export hands it to the exporter that has this as its supplier of headers
     */
    public CompletableResultCode export(long records, Supplier<CompletableResultCode> export) {
        Batch batch;
        synchronized (this) {
            count += records;
            batch = new Batch(headers(++sequence), export, new CompletableResultCode());
            if (waiting.size() == WAITING_LIMIT) {
                return CompletableResultCode.ofFailure();
            }
            waiting.add(batch);
        }
        startNext();
        return batch.result;
    }

    /** Done when every batch that was given before has its result, and failed when one of them did. */
    public synchronized CompletableResultCode flush() {
        List<CompletableResultCode> results = new ArrayList<>(inFlight);
        waiting.forEach(batch -> results.add(batch.result));
        return CompletableResultCode.ofAll(results);
    }

    private Map<String, String> headers(long number) {
        return Map.of(
                ProducerHeaders.PRODUCER, producer,
                ProducerHeaders.EPOCH, Long.toString(epochMillis),
                ProducerHeaders.SEQUENCE, Long.toString(number),
                ProducerHeaders.COUNT, Long.toString(count));
    }

    private void startNext() {
        Batch batch;
        synchronized (this) {
            if (!inFlight.isEmpty() || waiting.isEmpty()) {
                return;
            }
            batch = waiting.remove();
            inFlight = List.of(batch.result);
            headersInFlight = batch.headers;
        }
        CompletableResultCode sent = batch.start();
        sent.whenComplete(() -> ended(batch, sent));
    }

    private void ended(Batch batch, CompletableResultCode sent) {
        synchronized (this) {
            inFlight = List.of();
            headersInFlight = Map.of();
        }
        batch.end(sent);
        startNext();
    }

    private record Batch(
            Map<String, String> headers, Supplier<CompletableResultCode> export, CompletableResultCode result) {

        private CompletableResultCode start() {
            try {
                return export.get();
            } catch (RuntimeException e) {
                return CompletableResultCode.ofExceptionalFailure(e);
            }
        }

        private void end(CompletableResultCode sent) {
            Throwable failure = sent.getFailureThrowable();
            if (sent.isSuccess()) {
                result.succeed();
            } else if (failure != null) {
                result.failExceptionally(failure);
            } else {
                result.fail();
            }
        }
    }
}
