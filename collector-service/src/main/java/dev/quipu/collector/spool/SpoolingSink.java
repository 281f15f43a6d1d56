package dev.quipu.collector.spool;

import dev.quipu.collector.CollectorConfig;
import dev.quipu.collector.client.SegmentDelivery;
import dev.quipu.collector.client.StorageAnswer;
import dev.quipu.collector.client.StorageReachability;
import dev.quipu.collector.intake.IntakeThreads;
import dev.quipu.collector.intake.SegmentSink;
import dev.quipu.collector.intake.SinkOutcome;
import dev.quipu.model.segment.SegmentParcel;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Sends segments to storage, and to the spool when storage takes nothing or does not answer soon. A segment may reach
 * both: under the same id, so that it is stored once.
 */
final class SpoolingSink implements SegmentSink {

    private static final Logger LOG = Logger.getLogger(SpoolingSink.class);

    private final SegmentDelivery delivery;
    private final StorageReachability reachability;
    private final Spool spool;
    private final SpoolDrain drain;
    private final IntakeThreads threads;
    private final CollectorConfig.Spool config;
    private final Set<Promise<SinkOutcome>> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    SpoolingSink(
            SegmentDelivery delivery,
            StorageReachability reachability,
            Spool spool,
            SpoolDrain drain,
            IntakeThreads threads,
            CollectorConfig.Spool config) {
        this.delivery = delivery;
        this.reachability = reachability;
        this.spool = spool;
        this.drain = drain;
        this.threads = threads;
        this.config = config;
    }

    @Override
    public Future<SinkOutcome> write(SegmentParcel segment) {
        if (closed) {
            return Future.succeededFuture(SinkOutcome.unknown());
        }
        Promise<SinkOutcome> outcome = Promise.promise();
        open.add(outcome);
        outcome.future().onComplete(known -> open.remove(outcome));
        Attempt attempt = new Attempt(segment, outcome);
        if (reachability.away()) {
            attempt.hear(StorageAnswer.unavailable("storage is away", Optional.empty()));
        } else {
            attempt.send();
        }
        return outcome.future();
    }

    @Override
    public Duration linger(Duration atMostTimes) {
        return reachability.away() ? config.linger() : atMostTimes;
    }

    @Override
    public void close() {
        closed = true;
        open.forEach(outcome -> outcome.tryComplete(SinkOutcome.unknown()));
    }

    /** One segment, on up to two ways: what the spool has taken, the drain settles with storage. */
    private final class Attempt {

        private final SegmentParcel segment;
        private final Promise<SinkOutcome> outcome;
        private boolean isSpooling;
        private boolean isRefusedBySpool;
        private Optional<StorageAnswer> answer = Optional.empty();

        Attempt(SegmentParcel segment, Promise<SinkOutcome> outcome) {
            this.segment = segment;
            this.outcome = outcome;
        }

        void send() {
            java.util.concurrent.Future<?> alarm = threads.alarm(config.patience(), this::spool);
            delivery.attempt(segment).onSuccess(given -> {
                alarm.cancel(false);
                hear(given);
            });
        }

        synchronized void hear(StorageAnswer given) {
            answer = Optional.of(given);
            if (given.kind() == StorageAnswer.Kind.STORED) {
                drain.noteArrival();
                outcome.tryComplete(SinkOutcome.durable());
            } else if (given.kind() == StorageAnswer.Kind.UNAVAILABLE && !isSpooling) {
                spool();
            } else if (!isSpooling || isRefusedBySpool) {
                settle(given);
            }
        }

        synchronized void spool() {
            if (!isSpooling) {
                isSpooling = true;
                threads.execute(() -> spool.append(segment).onComplete(this::spooled));
            }
        }

        private synchronized void spooled(AsyncResult<Void> appended) {
            if (appended.succeeded()) {
                outcome.tryComplete(SinkOutcome.durable());
                drain.wake();
            } else {
                LOG.debugf("A segment was not spooled: %s", appended.cause().getMessage());
                isRefusedBySpool = true;
                answer.ifPresent(this::settle);
            }
        }

        /** Without the spool. */
        private void settle(StorageAnswer given) {
            outcome.tryComplete(
                    switch (given.kind()) {
                        case STORED -> SinkOutcome.durable();
                        case DUPLICATE_REQUESTS -> SinkOutcome.duplicates(given.duplicateRequests());
                        case UNACCEPTABLE -> SinkOutcome.unacceptable(given.detail());
                        case UNAVAILABLE -> SinkOutcome.refused(given.detail());
                    });
        }
    }
}
