package dev.quipu.collector.api;

import dev.quipu.access.Role;
import dev.quipu.collector.redaction.DryRuns;
import dev.quipu.model.otlp.OtlpFormatException;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Shows what redaction rules would change: {@code POST /v1/redaction/dry-run}. Nothing of it is kept. Who waits is told
 * after a while that the run takes too long; its place is free again only once the run has ended.
 */
@Singleton
final class DryRunDoor {

    private static final Logger LOG = Logger.getLogger(DryRunDoor.class);
    private static final int ORDER = -10;
    private static final int MAX_BYTES = 1 << 20;
    private static final long READ_MILLIS = 5_000;
    private static final Duration RUN_LIMIT = Duration.ofSeconds(5);

    private final DryRuns runs;
    private final Doorkeeper doorkeeper;
    private final long runMillis;

    @Inject
    DryRunDoor(DryRuns runs, Doorkeeper doorkeeper) {
        this(runs, doorkeeper, RUN_LIMIT);
    }

    /** @param runLimit longest wait for an answer once the question is there */
    DryRunDoor(DryRuns runs, Doorkeeper doorkeeper, Duration runLimit) {
        this.runs = runs;
        this.doorkeeper = doorkeeper;
        this.runMillis = runLimit.toMillis();
    }

    void mount(@Observes Router router) {
        router.post("/v1/redaction/dry-run")
                .order(ORDER)
                .handler(doorkeeper.only(Role.ADMIN))
                .handler(this::take);
    }

    private void take(RoutingContext routing) {
        HttpServerRequest request = routing.request();
        Optional<DryRuns.Place> place = runs.place();
        if (place.isEmpty()) {
            problem(routing, 503, "another dry run is going on; one can at a time");
            Leftover.forget(request);
            return;
        }
        long late = routing.vertx().setTimer(READ_MILLIS, fired -> {
            problem(routing, 408, "body: expected its end within " + READ_MILLIS + " ms, got no end");
            Leftover.forget(request);
        });
        Runnable gone = () -> {
            routing.vertx().cancelTimer(late);
            place.get().leave();
        };
        routing.response().endHandler(ended -> gone.run());
        routing.response().closeHandler(closed -> gone.run());
        read(routing, place.get(), late);
    }

    private void read(RoutingContext routing, DryRuns.Place place, long late) {
        HttpServerRequest request = routing.request();
        Buffer body = Buffer.buffer();
        request.handler(chunk -> {
            if (routing.response().ended()) {
                return;
            }
            if (body.length() + chunk.length() > MAX_BYTES) {
                problem(routing, 413, "body: expected at most " + MAX_BYTES + " bytes, got more");
                Leftover.forget(request);
            } else {
                body.appendBuffer(chunk);
            }
        });
        request.endHandler(ended -> {
            routing.vertx().cancelTimer(late);
            if (!isOver(routing)) {
                run(routing, place, body);
            }
        });
    }

    private void run(RoutingContext routing, DryRuns.Place place, Buffer body) {
        Context context = Vertx.currentContext();
        long slow = routing.vertx()
                .setTimer(
                        runMillis,
                        fired -> problem(
                                routing,
                                503,
                                "dry run: expected its end within " + runMillis
                                        + " ms, got no end; ask for fewer or simpler rules, or with less to look at"));
        place.run(body)
                .onComplete(answered -> context.runOnContext(back -> {
                    routing.vertx().cancelTimer(slow);
                    tell(routing, answered);
                }));
    }

    private static void tell(RoutingContext routing, AsyncResult<Buffer> answered) {
        if (isOver(routing)) {
            return;
        }
        if (answered.succeeded()) {
            routing.response()
                    .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                    .end(answered.result());
            return;
        }
        Throwable failure = answered.cause();
        if (failure instanceof IllegalArgumentException || failure instanceof OtlpFormatException) {
            problem(routing, 400, String.valueOf(failure.getMessage()));
        } else {
            LOG.error("A dry run failed", failure);
            problem(routing, 503, "the dry run failed");
        }
    }

    private static boolean isOver(RoutingContext routing) {
        return routing.response().ended() || routing.response().closed();
    }

    private static void problem(RoutingContext routing, int status, String detail) {
        if (isOver(routing)) {
            return;
        }
        if (status == 503) {
            routing.response().putHeader(HttpHeaders.RETRY_AFTER, "1");
        }
        routing.response()
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/problem+json")
                .end(new JsonObject()
                        .put("status", status)
                        .put("detail", detail)
                        .toBuffer());
    }
}
