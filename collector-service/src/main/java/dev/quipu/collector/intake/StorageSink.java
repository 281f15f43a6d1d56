package dev.quipu.collector.intake;

import dev.quipu.collector.CollectorConfig;
import dev.quipu.collector.client.StorageAnswer;
import dev.quipu.collector.client.StorageClient;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/** Sends segments to storage, again after a growing and random pause as long as the outcome is not known. */
@Singleton
public final class StorageSink implements SegmentSink {

    private final StorageClient storage;
    private final IntakeThreads threads;
    private final Duration minBackoff;
    private final Duration maxBackoff;
    private final Set<Promise<SinkOutcome>> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    @Inject
    public StorageSink(StorageClient storage, IntakeThreads threads, CollectorConfig.Storage config) {
        this.storage = storage;
        this.threads = threads;
        minBackoff = config.minBackoff();
        maxBackoff = config.maxBackoff();
    }

    @Override
    public Future<SinkOutcome> write(SealedSegment segment) {
        Promise<SinkOutcome> outcome = Promise.promise();
        open.add(outcome);
        outcome.future().onComplete(known -> open.remove(outcome));
        attempt(segment, outcome, minBackoff);
        return outcome.future();
    }

    private void attempt(SealedSegment segment, Promise<SinkOutcome> outcome, Duration pause) {
        if (closed) {
            outcome.tryComplete(SinkOutcome.unknown());
            return;
        }
        storage.postSegment(segment.tenant(), segment.framed())
                .onSuccess(answer -> take(answer, segment, outcome, pause));
    }

    private void take(StorageAnswer answer, SealedSegment segment, Promise<SinkOutcome> outcome, Duration pause) {
        switch (answer.kind()) {
            case STORED -> outcome.tryComplete(SinkOutcome.durable());
            case DUPLICATE_REQUESTS -> outcome.tryComplete(SinkOutcome.duplicates(answer.duplicateRequests()));
            case UNACCEPTABLE -> outcome.tryComplete(SinkOutcome.unacceptable(answer.detail()));
            case UNAVAILABLE -> {
                Duration wish = answer.retryAfter().orElse(Duration.ZERO);
                Duration wait = min(max(jittered(pause), wish), maxBackoff);
                threads.after(wait, () -> attempt(segment, outcome, min(pause.multipliedBy(2), maxBackoff)));
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        open.forEach(outcome -> outcome.tryComplete(SinkOutcome.unknown()));
    }

    /** Between half of the pause and all of it, so that collectors that failed together do not come back together. */
    private static Duration jittered(Duration pause) {
        long half = pause.toNanos() / 2;
        return Duration.ofNanos(half + ThreadLocalRandom.current().nextLong(half + 1));
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }

    private static Duration max(Duration a, Duration b) {
        return a.compareTo(b) >= 0 ? a : b;
    }
}
