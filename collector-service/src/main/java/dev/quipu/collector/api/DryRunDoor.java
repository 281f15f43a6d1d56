package dev.quipu.collector.api;

import dev.quipu.collector.intake.IntakeThreads;
import dev.quipu.collector.redaction.DryRunJson;
import dev.quipu.model.otlp.OtlpFormatException;
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
import java.util.concurrent.Semaphore;
import org.jboss.logging.Logger;

/** Shows what redaction rules would change: {@code POST /v1/redaction/dry-run}. Nothing of it is kept. */
@Singleton
final class DryRunDoor {

    private static final Logger LOG = Logger.getLogger(DryRunDoor.class);
    private static final int ORDER = -10;
    private static final int MAX_BYTES = 1 << 20;
    private static final long READ_MILLIS = 5_000;

    private final IntakeThreads threads;
    /** Records have the processors first. */
    private final Semaphore running = new Semaphore(1);

    @Inject
    DryRunDoor(IntakeThreads threads) {
        this.threads = threads;
    }

    void mount(@Observes Router router) {
        router.post("/v1/redaction/dry-run").order(ORDER).handler(this::take);
    }

    private void take(RoutingContext routing) {
        HttpServerRequest request = routing.request();
        if (!running.tryAcquire()) {
            problem(routing, 503, "another dry run is going on; one can at a time");
            Leftover.forget(request);
            return;
        }
        // Given back once, with the answer or when the sender has gone.
        Runnable once = new Runnable() {
            private boolean done;

            @Override
            public synchronized void run() {
                if (!done) {
                    done = true;
                    running.release();
                }
            }
        };
        long late = routing.vertx().setTimer(READ_MILLIS, fired -> {
            problem(routing, 408, "body: expected its end within " + READ_MILLIS + " ms, got no end");
            Leftover.forget(request);
        });
        routing.response().endHandler(ended -> once.run());
        routing.response().closeHandler(closed -> once.run());
        read(routing, request, late);
    }

    private void read(RoutingContext routing, HttpServerRequest request, long late) {
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
        Context context = Vertx.currentContext();
        request.endHandler(ended -> {
            routing.vertx().cancelTimer(late);
            if (!routing.response().ended()) {
                threads.execute(() -> run(routing, body, context));
            }
        });
    }

    private static void run(RoutingContext routing, Buffer body, Context context) {
        try {
            JsonObject answer = DryRunJson.answer(body);
            context.runOnContext(back -> routing.response()
                    .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                    .end(answer.toBuffer()));
        } catch (IllegalArgumentException | OtlpFormatException e) {
            context.runOnContext(back -> problem(routing, 400, String.valueOf(e.getMessage())));
        } catch (RuntimeException | StackOverflowError e) {
            LOG.error("A dry run failed", e);
            context.runOnContext(back -> problem(routing, 503, "the dry run failed"));
        }
    }

    private static void problem(RoutingContext routing, int status, String detail) {
        if (routing.response().ended() || routing.response().closed()) {
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
