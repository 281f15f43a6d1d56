package dev.quipu.collector.api;

import dev.quipu.access.HostCheck;
import dev.quipu.access.ListeningCheck;
import dev.quipu.access.TransportSecurity;
import dev.quipu.collector.CollectorConfig;
import dev.quipu.collector.intake.Answer;
import dev.quipu.collector.intake.Converted;
import dev.quipu.collector.zipkin.ZipkinForm;
import dev.quipu.model.Signal;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Takes what Zipkin's clients send (zipkin-api, "POST /spans"): {@code /api/v2/spans} in JSON and proto3,
 * {@code /api/v1/spans} in JSON and thrift, at a port of its own. 202 when every span is durable; an error is told in
 * plain text, and one of our own always as 503. On event loops.
 */
@Singleton
final class ZipkinDoor {

    private static final Logger LOG = Logger.getLogger(ZipkinDoor.class);
    private static final String NAME = "zipkin";
    private static final String V1 = "/api/v1/spans";
    private static final String V2 = "/api/v2/spans";
    private static final long START_SECONDS = 20;
    private static final int IDLE_SECONDS = 120;

    private final Vertx vertx;
    private final CollectorConfig config;
    private final Reception reception;
    private final PlainAnswers answers;
    private final OpenRequests open;
    private final HostCheck hosts;
    private final Doorkeeper doorkeeper;
    private final ListeningCheck listening;
    private final TransportSecurity security;

    @Inject
    ZipkinDoor(
            Vertx vertx,
            CollectorConfig config,
            Reception reception,
            PlainAnswers answers,
            OpenRequests open,
            HostCheck hosts,
            Doorkeeper doorkeeper,
            ListeningCheck listening,
            TransportSecurity security) {
        this.vertx = vertx;
        this.config = config;
        this.reception = reception;
        this.answers = answers;
        this.open = open;
        this.hosts = hosts;
        this.doorkeeper = doorkeeper;
        this.listening = listening;
        this.security = security;
    }

    /** Listens on one event loop for each processor; fails the start when it can not. */
    void listen(@Observes StartupEvent event) throws Exception {
        if (!config.zipkin().enabled()) {
            return;
        }
        listening.require("quipu.collector.zipkin.host", config.zipkin().host());
        vertx.deployVerticle(
                        () -> new Listener(),
                        new DeploymentOptions()
                                .setInstances(Runtime.getRuntime().availableProcessors()))
                .toCompletionStage()
                .toCompletableFuture()
                .get(START_SECONDS, TimeUnit.SECONDS);
        LOG.infof(
                "Zipkin's spans on %s:%d",
                config.zipkin().host(), config.zipkin().port());
    }

    private final class Listener extends AbstractVerticle {
        @Override
        public void start(Promise<Void> started) {
            HttpServerOptions options = new HttpServerOptions()
                    .setHost(config.zipkin().host())
                    .setPort(config.zipkin().port())
                    .setIdleTimeout(IDLE_SECONDS);
            security.server(options)
                    .requestHandler(ZipkinDoor.this::take)
                    .listen()
                    .<Void>mapEmpty()
                    .onComplete(started);
        }
    }

    private void take(HttpServerRequest request) {
        Optional<String> refusal = hosts.refusal(request);
        if (refusal.isPresent()) {
            answers.write(request, 403, refusal.get());
            Leftover.forget(request);
            return;
        }
        boolean isV1 = V1.equals(request.path());
        if (!isV1 && !V2.equals(request.path())) {
            answers.write(request, 404, "path: expected " + V2 + " or " + V1 + ", got " + request.path());
            Leftover.forget(request);
            return;
        }
        if (!HttpMethod.POST.equals(request.method())) {
            request.response().putHeader(HttpHeaders.ALLOW, HttpMethod.POST.name());
            answers.write(request, 405, "method: expected POST, got " + request.method());
            Leftover.forget(request);
            return;
        }
        open.serve(NAME, () -> doorkeeper.ask(request, () -> decide(request, isV1)), answer -> {
            Future<Void> written = answers.write(request, answer, 202);
            Leftover.forget(request);
            return written;
        });
    }

    private Future<Answer> decide(HttpServerRequest request, boolean isV1) {
        String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
        Optional<ZipkinForm> form = isV1 ? ZipkinForm.ofV1(type) : ZipkinForm.ofV2(type);
        if (form.isEmpty()) {
            return Reception.unsupported(
                    "Content-Type",
                    "application/json or " + (isV1 ? "application/x-thrift" : "application/x-protobuf"),
                    type);
        }
        Reception.Content content = new Reception.Content(
                Signal.TRACES,
                Optional.of((body, length) -> Converted.whole(form.get().toOtlp(body, length))));
        return reception.receiveCoded(request, content);
    }
}
