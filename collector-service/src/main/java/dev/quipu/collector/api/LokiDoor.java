package dev.quipu.collector.api;

import dev.quipu.collector.intake.Answer;
import dev.quipu.collector.loki.LokiForm;
import dev.quipu.model.Signal;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;

/**
 * Takes what Loki's clients push (Loki HTTP API, "Ingest logs"): {@code POST /loki/api/v1/push}. 204 when every entry
 * is durable, 400 when some will never be, even if others are: so Loki answers, and a client sends neither again. On
 * event loops.
 */
@Singleton
final class LokiDoor {

    private static final String NAME = "loki";
    private static final String PATH = "/loki/api/v1/push";
    private static final int ORDER = -10;

    private final Reception reception;
    private final PlainAnswers answers;
    private final OpenRequests open;
    private final Doorkeeper doorkeeper;

    @Inject
    LokiDoor(Reception reception, PlainAnswers answers, OpenRequests open, Doorkeeper doorkeeper) {
        this.reception = reception;
        this.answers = answers;
        this.open = open;
        this.doorkeeper = doorkeeper;
    }

    void mount(@Observes Router router) {
        router.route(PATH).order(ORDER).handler(this::take);
    }

    private void take(RoutingContext routing) {
        HttpServerRequest request = routing.request();
        if (!HttpMethod.POST.equals(request.method())) {
            request.response().putHeader(HttpHeaders.ALLOW, HttpMethod.POST.name());
            answers.write(request, 405, "method: expected POST, got " + request.method());
            Leftover.forget(request);
            return;
        }
        open.serve(NAME, () -> doorkeeper.ask(routing, () -> decide(request)), answer -> {
            Future<Void> written = answers.write(request, answer, answer.rejected() > 0 ? 400 : 204);
            Leftover.forget(request);
            return written;
        });
    }

    private Future<Answer> decide(HttpServerRequest request) {
        String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
        Optional<LokiForm> form = LokiForm.of(type);
        if (form.isEmpty()) {
            return Reception.unsupported("Content-Type", "application/x-protobuf or application/json", type);
        }
        Reception.Content content = new Reception.Content(Signal.LOGS, Optional.of(form.get()::toOtlp));
        return switch (form.get()) {
            case PROTOBUF -> reception.receiveSnappy(request, content);
            case JSON -> reception.receiveCoded(request, content);
        };
    }
}
