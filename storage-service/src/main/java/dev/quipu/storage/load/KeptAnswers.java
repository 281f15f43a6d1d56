package dev.quipu.storage.load;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Keeps answers that are dear and may be a little old. Laws: 1. of those that ask the same at once one does the work,
 * the others get its answer or its failure; 2. an answer is given until its time is over, counted from when it came; 3.
 * a failure is not kept; 4. who goes away does not cancel the work. Thread-safe.
 */
public final class KeptAnswers<K, V> {

    private final AsyncCache<K, Outcome<V>> outcomes;

    /** @param maxAnswers how many are kept, about; those least asked for give way */
    public KeptAnswers(Duration time, long maxAnswers) {
        this(time, maxAnswers, Ticker.systemTicker());
    }

    KeptAnswers(Duration time, long maxAnswers, Ticker ticker) {
        this.outcomes = Caffeine.newBuilder()
                .expireAfter(
                        Expiry.<K, Outcome<V>>creating((key, outcome) -> outcome.isAnswer() ? time : Duration.ZERO))
                .maximumSize(maxAnswers)
                .executor(Runnable::run)
                .ticker(ticker)
                .buildAsync();
    }

    /** An answer, or the failure in its stead: the cache would log a failure that it sees, beside those who asked. */
    private record Outcome<V>(boolean isAnswer, Uni<V> toAll) {}

    /** The answer that is kept, or else that of the work. */
    public Uni<V> get(K key, Supplier<Uni<V>> work) {
        return Uni.createFrom()
                .completionStage(() -> outcomes.get(
                                key, (asked, executor) -> outcome(work).subscribeAsCompletionStage())
                        .copy())
                .flatMap(Outcome::toAll);
    }

    private static <V> Uni<Outcome<V>> outcome(Supplier<Uni<V>> work) {
        return Uni.createFrom()
                .deferred(work::get)
                .map(answer -> new Outcome<V>(true, Uni.createFrom().item(answer)))
                .onFailure()
                .recoverWithItem(
                        failure -> new Outcome<V>(false, Uni.createFrom().failure(failure)));
    }
}
