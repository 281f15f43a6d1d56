package dev.quipu.collector.api;

import dev.quipu.collector.intake.Answer;
import dev.quipu.collector.intake.Refusal;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jboss.logging.Logger;

/**
 * Reads the body of one request, paused or not, into a sink, chunk by chunk, within a time. Light sinks are fed on the event loop; for
 * heavy ones the request is paused while a worker has the chunk, so that no more than one waits here. Its fields belong
 * to the request's event loop.
 */
final class BodyReading {

    private static final Logger LOG = Logger.getLogger(BodyReading.class);

    /** A body that is not there by then is slow. */
    private static final Duration SLOW = Duration.ofMillis(250);

    private final HttpServerRequest request;
    private final Context context;
    private final BodySink sink;
    private final Executor workers;
    private final Promise<Void> done = Promise.promise();
    private long timer;
    private boolean working;
    private boolean over;

    private BodyReading(HttpServerRequest request, Context context, BodySink sink, Executor workers) {
        this.request = request;
        this.context = context;
        this.sink = sink;
        this.workers = workers;
    }

    /**
     * Completes on the request's event loop when the sink has the whole body; fails with {@link RequestRefused} when it
     * shall be answered, with anything else when the sender went away. What is left of the body is then not looked at.
     *
     * @param slow is run when the body takes its time
     */
    static Future<Void> of(
            HttpServerRequest request,
            Context context,
            BodySink sink,
            Executor workers,
            Duration limit,
            Runnable slow) {
        BodyReading reading = new BodyReading(request, context, sink, workers);
        reading.start(limit, slow);
        return reading.done.future();
    }

    private void start(Duration limit, Runnable slow) {
        watch(limit, Duration.ZERO, slow);
        request.exceptionHandler(this::fail);
        request.endHandler(ended -> end());
        if (request.isEnded()) {
            end();
        } else if (sink.heavy()) {
            request.pause();
            request.handler(this::takeOnWorker);
            request.fetch(1);
        } else {
            request.handler(this::take);
            request.resume();
        }
    }

    /** A body of which a worker has a part is not slow: it waits for us. */
    private void watch(Duration limit, Duration before, Runnable slow) {
        timer = context.owner().setTimer(SLOW.toMillis(), fired -> {
            Duration passed = before.plus(SLOW);
            if (working && passed.compareTo(limit) < 0) {
                watch(limit, passed, slow);
                return;
            }
            slow.run();
            long left = Math.max(1, limit.minus(passed).toMillis());
            timer = context.owner().setTimer(left, late -> fail(tooSlow(limit)));
        });
    }

    private void take(Buffer chunk) {
        if (over) {
            return;
        }
        attempt(() -> sink.accept(chunk)).ifPresent(this::fail);
    }

    private void takeOnWorker(Buffer chunk) {
        if (over) {
            return;
        }
        onWorker(() -> sink.accept(chunk), this::fetchNext);
    }

    private interface Step {
        void take() throws RequestRefused;
    }

    private void onWorker(Step step, Runnable next) {
        working = true;
        workers.execute(() -> {
            Optional<RequestRefused> refused = attempt(step);
            context.runOnContext(back -> taken(refused, next));
        });
    }

    private static Optional<RequestRefused> attempt(Step step) {
        try {
            step.take();
            return Optional.empty();
        } catch (RequestRefused e) {
            return Optional.of(e);
        } catch (RuntimeException e) {
            LOG.error("A request body could not be read", e);
            return Optional.of(new RequestRefused(Answer.refused(Refusal.FAILED)));
        }
    }

    private void fetchNext() {
        request.fetch(1);
    }

    private void taken(Optional<RequestRefused> refused, Runnable next) {
        working = false;
        if (over) {
            sink.close();
        } else if (refused.isPresent()) {
            fail(refused.get());
        } else {
            next.run();
        }
    }

    private void end() {
        if (over) {
            return;
        }
        if (sink.endsHeavily()) {
            onWorker(sink::end, this::complete);
            return;
        }
        Optional<RequestRefused> refused = attempt(sink::end);
        refused.ifPresent(this::fail);
        if (refused.isEmpty()) {
            complete();
        }
    }

    private void complete() {
        finish();
        done.complete();
    }

    private void fail(Throwable failure) {
        if (over) {
            return;
        }
        finish();
        done.fail(failure);
    }

    private void finish() {
        over = true;
        context.owner().cancelTimer(timer);
        if (!working) {
            sink.close();
        }
    }

    private static RequestRefused tooSlow(Duration limit) {
        return new RequestRefused(
                Answer.tooSlow("body: expected its end within " + limit.toMillis() + " ms, got no end"));
    }
}
