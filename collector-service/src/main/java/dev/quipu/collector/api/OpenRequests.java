package dev.quipu.collector.api;

import dev.quipu.collector.intake.Answer;
import dev.quipu.collector.intake.OpenCount;
import dev.quipu.collector.intake.Refusal;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Future;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * The requests that the doors have begun and not yet answered, and whether the doors take more. Measures each:
 * {@code quipu.collector.request.duration}. Any thread.
 */
@Singleton
final class OpenRequests {

    private static final Logger LOG = Logger.getLogger(OpenRequests.class);

    private final MeterRegistry registry;
    private final OpenCount count = new OpenCount();
    private volatile boolean closing;

    @Inject
    OpenRequests(MeterRegistry registry) {
        this.registry = registry;
    }

    /**
     * Serves one request.
     *
     * @param decision what its sender shall be told; fails when the sender is gone
     * @param writing tells it; completes when that is on its way
     */
    void serve(String door, Supplier<Future<Answer>> decision, Function<Answer, Future<Void>> writing) {
        long startedNanos = System.nanoTime();
        count.begin();
        decide(decision)
                .onSuccess(answer -> measure(door, answer, startedNanos))
                .onFailure(gone -> measure(door, "aborted", "", startedNanos))
                .compose(writing)
                .onComplete(over -> count.end());
    }

    private static Future<Answer> decide(Supplier<Future<Answer>> decision) {
        try {
            return decision.get();
        } catch (RuntimeException e) {
            LOG.error("A request could not be served", e);
            return Future.succeededFuture(Answer.refused(Refusal.FAILED));
        }
    }

    /** From here on the doors refuse what is new. */
    void close() {
        closing = true;
    }

    boolean closing() {
        return closing;
    }

    /** Blocks until every request is answered or the time is over; true when all are. Not for event loops. */
    boolean awaitNone(Duration limit) throws InterruptedException {
        return count.awaitNone(limit);
    }

    private void measure(String door, Answer answer, long startedNanos) {
        String reason = answer.refusal().map(Refusal::label).orElse("");
        measure(door, answer.kind().name().toLowerCase(Locale.ROOT), reason, startedNanos);
    }

    private void measure(String door, String outcome, String reason, long startedNanos) {
        Timer.builder("quipu.collector.request.duration")
                .description("Time from a request's head until its outcome was known")
                .tag("door", door)
                .tag("outcome", outcome)
                .tag("reason", reason)
                .register(registry)
                .record(System.nanoTime() - startedNanos, TimeUnit.NANOSECONDS);
    }
}
