package dev.quipu.collector.api;

import dev.quipu.collector.CollectorConfig;
import dev.quipu.collector.intake.Answer;
import dev.quipu.collector.remotewrite.RemoteWriteConversion;
import dev.quipu.collector.remotewrite.RemoteWriteForm;
import dev.quipu.collector.remotewrite.WriteLimits;
import dev.quipu.collector.remotewrite.Written;
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
 * Takes what Prometheus writes (Remote-Write 1.0 and 2.0 specifications): {@code POST /api/v1/write}. 204 when every
 * sample is durable, 400 when some will never be, even if others are; how many of what were written stands in headers.
 * On event loops.
 */
@Singleton
final class RemoteWriteDoor {

    private static final String NAME = "remote_write";
    private static final String PATH = "/api/v1/write";
    private static final int ORDER = -10;
    private static final String SAMPLES_WRITTEN = "X-Prometheus-Remote-Write-Samples-Written";
    private static final String HISTOGRAMS_WRITTEN = "X-Prometheus-Remote-Write-Histograms-Written";
    private static final String EXEMPLARS_WRITTEN = "X-Prometheus-Remote-Write-Exemplars-Written";

    private final WriteLimits limits;
    private final Reception reception;
    private final PlainAnswers answers;
    private final OpenRequests open;
    private final Doorkeeper doorkeeper;

    @Inject
    RemoteWriteDoor(
            CollectorConfig config,
            Reception reception,
            PlainAnswers answers,
            OpenRequests open,
            Doorkeeper doorkeeper) {
        long maxBytes =
                Math.min(Integer.MAX_VALUE / 2, config.maxBytesInFlight().asLongValue() / 2);
        this.limits = new WriteLimits(config.records().maxPerRequest(), (int) maxBytes);
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
        String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
        Optional<RemoteWriteConversion> conversion =
                RemoteWriteForm.of(type).map(form -> new RemoteWriteConversion(form, limits));
        open.serve(NAME, () -> doorkeeper.ask(routing, () -> decide(request, conversion)), answer -> {
            Future<Void> written = conversion
                    .map(known -> write(request, answer, known))
                    .orElseGet(() -> answers.write(request, answer, 204));
            Leftover.forget(request);
            return written;
        });
    }

    private Future<Answer> decide(HttpServerRequest request, Optional<RemoteWriteConversion> conversion) {
        return conversion
                .map(known ->
                        reception.receiveSnappy(request, new Reception.Content(Signal.METRICS, Optional.of(known))))
                .orElseGet(() -> Reception.unsupported(
                        "Content-Type", RemoteWriteForm.KNOWN, request.getHeader(HttpHeaders.CONTENT_TYPE)));
    }

    /** A request that was durable before tells again what it told the first time. */
    private Future<Void> write(HttpServerRequest request, Answer answer, RemoteWriteConversion conversion) {
        boolean acknowledged = answer.kind() == Answer.Kind.ACKNOWLEDGED;
        Written written = acknowledged ? conversion.written() : Written.NOTHING;
        request.response()
                .putHeader(SAMPLES_WRITTEN, Long.toString(written.samples()))
                .putHeader(HISTOGRAMS_WRITTEN, Long.toString(written.histograms()))
                .putHeader(EXEMPLARS_WRITTEN, Long.toString(written.exemplars()));
        if (!acknowledged) {
            return answers.write(request, answer, 204);
        }
        boolean whole = conversion.fault().isEmpty() && answer.rejected() == 0;
        String message = answer.message().isEmpty()
                ? reception.message(request, Signal.METRICS, conversion.fault())
                : answer.message();
        return answers.write(request, whole ? 204 : 400, whole ? "" : message);
    }
}
