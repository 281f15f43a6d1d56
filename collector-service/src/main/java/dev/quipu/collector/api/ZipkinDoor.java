package dev.quipu.collector.api;

import dev.quipu.collector.CollectorConfig;
import dev.quipu.collector.intake.Answer;
import dev.quipu.collector.intake.Converted;
import dev.quipu.collector.zipkin.ZipkinForm;
import dev.quipu.model.Signal;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
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
    private static final int IDLE_SECONDS = 120;

    private final CollectorConfig config;
    private final OwnPort port;
    private final Reception reception;
    private final PlainAnswers answers;
    private final Doorkeeper doorkeeper;

    @Inject
    ZipkinDoor(CollectorConfig config, OwnPort port, Reception reception, PlainAnswers answers, Doorkeeper doorkeeper) {
        this.config = config;
        this.port = port;
        this.reception = reception;
        this.answers = answers;
        this.doorkeeper = doorkeeper;
    }

    /** Fails the start when it can not listen. */
    void listen(@Observes StartupEvent event) throws Exception {
        CollectorConfig.Zipkin zipkin = config.zipkin();
        if (!zipkin.enabled()) {
            return;
        }
        HttpServerOptions options = new HttpServerOptions()
                .setHost(zipkin.host())
                .setPort(zipkin.port())
                .setIdleTimeout(IDLE_SECONDS);
        port.listen(
                "quipu.collector.zipkin.host",
                options,
                port.withHostCheck(this::take, (request, refusal) -> refuse(request, 403, refusal)));
        LOG.infof("Zipkin's spans on %s:%d", zipkin.host(), zipkin.port());
    }

    private void take(HttpServerRequest request) {
        boolean isV1 = V1.equals(request.path());
        if (!isV1 && !V2.equals(request.path())) {
            refuse(request, 404, "path: expected " + V2 + " or " + V1 + ", got " + request.path());
            return;
        }
        if (!HttpMethod.POST.equals(request.method())) {
            request.response().putHeader(HttpHeaders.ALLOW, HttpMethod.POST.name());
            refuse(request, 405, "method: expected POST, got " + request.method());
            return;
        }
        answers.serve(NAME, request, () -> doorkeeper.ask(request, () -> decide(request, isV1)), 202);
    }

    private void refuse(HttpServerRequest request, int status, String why) {
        answers.write(request, status, why);
        Leftover.forget(request);
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
