package dev.quipu.collector.client;

import dev.quipu.collector.CollectorConfig;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;

/** When storage was last heard of, in good health. Logs when that is lost and when it comes back. Any thread. */
@Singleton
public final class StorageReachability {

    private static final Logger LOG = Logger.getLogger(StorageReachability.class);

    /** Single failures among successes are retried, not logged. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    private final Duration window;
    private final String url;
    private volatile long lastGoodNanos;
    private volatile boolean everGood;
    private volatile boolean trouble;
    private volatile boolean away;

    @Inject
    public StorageReachability(CollectorConfig config, CollectorConfig.Storage storage) {
        window = config.probe().window();
        url = storage.url();
    }

    void heard(StorageAnswer answer) {
        away = answer.kind() == StorageAnswer.Kind.UNAVAILABLE;
        if (answer.kind() != StorageAnswer.Kind.UNAVAILABLE) {
            lastGoodNanos = System.nanoTime();
            everGood = true;
            if (trouble) {
                trouble = false;
                LOG.infof("Storage at %s takes records again", url);
            }
        } else if (!trouble
                && silence().filter(quiet -> quiet.compareTo(GRACE) < 0).isEmpty()) {
            trouble = true;
            LOG.warnf("Storage at %s does not take records: %s", url, answer.detail());
        }
    }

    /** Whether the latest answer was that it can not be reached or takes nothing now. */
    public boolean away() {
        return away;
    }

    /** How long ago storage was last heard of; empty when it never was. */
    public Optional<Duration> silence() {
        return everGood ? Optional.of(Duration.ofNanos(System.nanoTime() - lastGoodNanos)) : Optional.empty();
    }

    /** Whether storage was heard of within the configured window. */
    public boolean recent() {
        return silence().filter(silence -> silence.compareTo(window) <= 0).isPresent();
    }
}
