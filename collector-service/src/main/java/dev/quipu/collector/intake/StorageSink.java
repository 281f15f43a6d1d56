package dev.quipu.collector.intake;

import dev.quipu.collector.CollectorConfig;
import dev.quipu.collector.client.Backoff;
import dev.quipu.collector.client.SegmentDelivery;
import dev.quipu.collector.client.StorageAnswer;
import dev.quipu.model.segment.SegmentParcel;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Sends segments to storage, again after a growing and random pause as long as the outcome is not known. */
public final class StorageSink implements SegmentSink {

    private final SegmentDelivery delivery;
    private final IntakeThreads threads;
    private final Backoff backoff;
    private final Set<Promise<SinkOutcome>> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    public StorageSink(SegmentDelivery delivery, IntakeThreads threads, CollectorConfig.Storage config) {
        this.delivery = delivery;
        this.threads = threads;
        backoff = Backoff.of(config);
    }

    @Override
    public Future<SinkOutcome> write(SegmentParcel segment) {
        Promise<SinkOutcome> outcome = Promise.promise();
        open.add(outcome);
        outcome.future().onComplete(known -> open.remove(outcome));
        attempt(segment, outcome, backoff);
        return outcome.future();
    }

    private void attempt(SegmentParcel segment, Promise<SinkOutcome> outcome, Backoff next) {
        if (closed) {
            outcome.tryComplete(SinkOutcome.unknown());
            return;
        }
        delivery.attempt(segment).onSuccess(answer -> take(answer, segment, outcome, next));
    }

    private void take(StorageAnswer answer, SegmentParcel segment, Promise<SinkOutcome> outcome, Backoff next) {
        switch (answer.kind()) {
            case STORED -> outcome.tryComplete(SinkOutcome.durable());
            case DUPLICATE_REQUESTS -> outcome.tryComplete(SinkOutcome.duplicates(answer.duplicateRequests()));
            case UNACCEPTABLE -> outcome.tryComplete(SinkOutcome.unacceptable(answer.detail()));
            case UNAVAILABLE -> {
                Duration wish = answer.retryAfter().orElse(Duration.ZERO);
                threads.after(next.pause(wish), () -> attempt(segment, outcome, next.longer()));
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        open.forEach(outcome -> outcome.tryComplete(SinkOutcome.unknown()));
    }
}
