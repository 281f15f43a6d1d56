package dev.quipu.collector.redaction;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

/**
 * Dry runs, one at a time and on a thread that does nothing else: how long the rules of a stranger take is not known, and
 * records must not wait for it. Nothing waits for that thread, since there is one place: it is taken before the question
 * is read and free again once the run has ended, whether or not anybody still waits for its answer. Any thread.
 */
@Singleton
public final class DryRuns {

    private static final long IDLE_SECONDS = 10;

    private final UnaryOperator<Buffer> answering;
    private final Semaphore free = new Semaphore(1);
    private final ThreadPoolExecutor thread;

    @Inject
    public DryRuns() {
        this(question -> DryRunJson.answer(question).toBuffer());
    }

    /** @param answering of a question, as {@link DryRunJson#answer}; takes as long as it takes */
    public DryRuns(UnaryOperator<Buffer> answering) {
        this.answering = answering;
        // The one place in the queue is for the moment between the end of a run and the thread's next look.
        thread = new ThreadPoolExecutor(1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(1), task -> {
            Thread own = new Thread(task, "quipu-dry-run");
            own.setDaemon(true);
            return own;
        });
        thread.allowCoreThreadTimeOut(true);
    }

    /** Empty while another has it. Who gets it leaves it, too. */
    public Optional<Place> place() {
        return free.tryAcquire() ? Optional.of(new Place()) : Optional.empty();
    }

    @PreDestroy
    public void close() {
        thread.shutdownNow();
    }

    /** The right to one run. */
    public final class Place {

        private enum Stage {
            READING,
            RUNNING,
            OVER
        }

        private final AtomicReference<Stage> stage = new AtomicReference<>(Stage.READING);

        private Place() {}

        /** Gives the place back; once a run has begun its end does so, and this does nothing. */
        public void leave() {
            if (stage.compareAndSet(Stage.READING, Stage.OVER)) {
                free.release();
            }
        }

        /**
         * Answers a question, once. The future completes on the run's thread; it fails as {@link DryRunJson#answer} does,
         * or with a {@code RejectedExecutionException} when the place was left.
         */
        public Future<Buffer> run(Buffer question) {
            if (!stage.compareAndSet(Stage.READING, Stage.RUNNING)) {
                return Future.failedFuture(new RejectedExecutionException("the place was left"));
            }
            Promise<Buffer> answer = Promise.promise();
            try {
                thread.execute(() -> run(question, answer));
            } catch (RejectedExecutionException e) {
                end();
                answer.fail(e);
            }
            return answer.future();
        }

        private void run(Buffer question, Promise<Buffer> answer) {
            Future<Buffer> outcome;
            try {
                outcome = outcome(question);
            } finally {
                end();
            }
            outcome.onComplete(answer);
        }

        private Future<Buffer> outcome(Buffer question) {
            try {
                return Future.succeededFuture(answering.apply(question));
            } catch (RuntimeException | StackOverflowError e) {
                return Future.failedFuture(e);
            }
        }

        private void end() {
            stage.set(Stage.OVER);
            free.release();
        }
    }
}
