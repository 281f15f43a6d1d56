package dev.quipu.collector.api;

import dev.quipu.collector.intake.Answer;
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
 * OTLP/HTTP (OTLP specification, "OTLP/HTTP"): {@code POST /v1/traces}, {@code /v1/logs} and
 * {@code /v1/metrics} in protobuf and in JSON. On event loops.
 */
@Singleton
final class OtlpHttpDoor {

    private static final String NAME = "http";
    /** Behind authentication and CORS, before what would limit bodies in words of its own. */
    private static final int ORDER = -10;

    private final Reception reception;
    private final OtlpHttpAnswers answers;
    private final Doorkeeper doorkeeper;
    private final OpenRequests open;

    @Inject
    OtlpHttpDoor(Reception reception, OtlpHttpAnswers answers, OpenRequests open, Doorkeeper doorkeeper) {
        this.reception = reception;
        this.answers = answers;
        this.open = open;
        this.doorkeeper = doorkeeper;
    }

    void mount(@Observes Router router) {
        for (OtlpService service : OtlpService.values()) {
            router.route(service.httpPath()).order(ORDER).handler(routing -> take(service.signal(), routing));
        }
    }

    private void take(Signal signal, RoutingContext routing) {
        HttpServerRequest request = routing.request();
        Optional<OtlpForm> form = OtlpForm.of(request.getHeader(HttpHeaders.CONTENT_TYPE));
        if (!HttpMethod.POST.equals(request.method())) {
            answers.methodNotAllowed(request, form.orElse(OtlpForm.JSON));
            Leftover.forget(request);
            return;
        }
        open.serve(NAME, () -> doorkeeper.ask(routing, () -> decide(request, signal, form)), answer -> {
            Future<Void> written = answers.write(request, signal, form.orElse(OtlpForm.JSON), answer);
            Leftover.forget(request);
            return written;
        });
    }

    private Future<Answer> decide(HttpServerRequest request, Signal signal, Optional<OtlpForm> form) {
        if (form.isEmpty()) {
            return Reception.unsupported(
                    "Content-Type",
                    "application/x-protobuf or application/json",
                    request.getHeader(HttpHeaders.CONTENT_TYPE));
        }
        return reception.receiveCoded(request, form.get().content(signal));
    }
}
