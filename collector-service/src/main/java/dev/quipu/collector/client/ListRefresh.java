package dev.quipu.collector.client;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** Asks storage for a list of all tenants, again and again, and has it taken over where that may block. */
public final class ListRefresh {

    private static final Logger LOG = Logger.getLogger(ListRefresh.class);

    private final Vertx vertx;
    private final StorageClient storage;
    private final Supplier<String> path;
    private final Duration pause;
    private final Reader reader;
    private volatile String asked = "";
    private volatile Optional<String> version = Optional.empty();
    private volatile boolean stopped;

    /** Whose list it is. One call at a time. */
    public interface Reader {

        /** Storage is about to be asked: what it will tell may lack what happens from here on. */
        default void asking() {}

        /**
         * Takes over what storage tells. May block.
         *
         * @return whether it need not be told again; else it is, as long as it stays the same
         */
        boolean take(String json);

        /** Who answers knows no such list: storage is older than this service, or something else stands there. */
        void noSuchDoor();

        /** An answer was dealt with, or there was none. */
        default void asked() {}
    }

    /**
     * @param path of the list; may change from question to question
     * @param pause from an answer to the next question
     */
    public ListRefresh(Vertx vertx, StorageClient storage, Supplier<String> path, Duration pause, Reader reader) {
        this.vertx = vertx;
        this.storage = storage;
        this.path = path;
        this.pause = pause;
        this.reader = reader;
    }

    public void start() {
        reader.asking();
        String now = path.get();
        version = now.equals(asked) ? version : Optional.empty();
        asked = now;
        storage.list(now, version).compose(this::take).onComplete(taken -> {
            if (taken.failed()) {
                LOG.errorf(taken.cause(), "GET %s: what storage told could not be taken over", asked);
            }
            reader.asked();
            if (!stopped) {
                vertx.setTimer(Math.max(1, pause.toMillis()), due -> start());
            }
        });
    }

    private Future<Void> take(ListAnswer answer) {
        return switch (answer.kind()) {
            case TOLD ->
                vertx.executeBlocking(() -> reader.take(answer.json()), false)
                        .onSuccess(settled -> version = settled ? answer.version() : Optional.empty())
                        .mapEmpty();
            case SAME, UNAVAILABLE -> Future.succeededFuture();
            case NO_SUCH_DOOR -> {
                reader.noSuchDoor();
                yield Future.succeededFuture();
            }
        };
    }

    public void stop() {
        stopped = true;
    }
}
