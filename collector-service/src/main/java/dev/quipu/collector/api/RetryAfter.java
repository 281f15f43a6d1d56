package dev.quipu.collector.api;

import dev.quipu.collector.CollectorConfig;
import dev.quipu.collector.intake.Answer;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;

/** When a sender that was refused shall come again: when it may pass, where that is known and soon, else after a while. */
@Singleton
final class RetryAfter {

    /** A quota may be raised before it is free again, and a sender that waits for hours does not come to know. */
    private static final Duration LONGEST = Duration.ofMinutes(1);

    private final Duration usual;

    @Inject
    RetryAfter(CollectorConfig config) {
        usual = config.retryAfter();
    }

    Duration of(Answer answer) {
        return answer.untilFree()
                .map(wait -> wait.compareTo(LONGEST) > 0 ? LONGEST : wait)
                .orElse(usual);
    }

    /** The value of HTTP's header {@code Retry-After}: whole seconds, one or more. */
    String seconds(Answer answer) {
        return Long.toString(Math.max(1, of(answer).plusMillis(999).toSeconds()));
    }
}
