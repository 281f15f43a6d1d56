package dev.quipu.collector.api;

import dev.quipu.access.HostCheck;
import dev.quipu.access.ListeningCheck;
import dev.quipu.access.TransportSecurity;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/** Opens ports beside the main one, guarded as that is. */
@Singleton
final class OwnPort {

    private static final long START_SECONDS = 20;

    private final Vertx vertx;
    private final ListeningCheck listening;
    private final HostCheck hosts;
    private final TransportSecurity security;

    @Inject
    OwnPort(Vertx vertx, ListeningCheck listening, HostCheck hosts, TransportSecurity security) {
        this.vertx = vertx;
        this.listening = listening;
        this.hosts = hosts;
        this.security = security;
    }

    /**
     * Listens on one event loop for each processor; fails when it can not, or must not.
     *
     * @param key that sets the host
     */
    void listen(String key, HttpServerOptions options, Handler<HttpServerRequest> door) throws Exception {
        listening.require(key, options.getHost());
        vertx.deployVerticle(
                        () -> new Listener(options, door),
                        new DeploymentOptions()
                                .setInstances(Runtime.getRuntime().availableProcessors()))
                .toCompletionStage()
                .toCompletableFuture()
                .get(START_SECONDS, TimeUnit.SECONDS);
    }

    /** The door, for requests that no page of the web may have brought here under a name of its own. */
    Handler<HttpServerRequest> withHostCheck(
            Handler<HttpServerRequest> door, BiConsumer<HttpServerRequest, String> refusing) {
        return request -> {
            Optional<String> refusal = hosts.refusal(request);
            if (refusal.isPresent()) {
                refusing.accept(request, refusal.get());
            } else {
                door.handle(request);
            }
        };
    }

    private final class Listener extends AbstractVerticle {

        private final HttpServerOptions options;
        private final Handler<HttpServerRequest> door;

        Listener(HttpServerOptions options, Handler<HttpServerRequest> door) {
            this.options = options;
            this.door = door;
        }

        @Override
        public void start(Promise<Void> started) {
            security.server(new HttpServerOptions(options))
                    .requestHandler(door)
                    .listen()
                    .<Void>mapEmpty()
                    .onComplete(started);
        }
    }
}
