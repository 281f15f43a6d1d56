package dev.quipu.collector.api;

import dev.quipu.access.Role;
import dev.quipu.collector.spool.Holding;
import dev.quipu.collector.spool.Spooling;
import dev.quipu.model.TraceId;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Instant;
import java.util.concurrent.Semaphore;
import org.jboss.logging.Logger;

/** Tells what this collector holds that storage does not have: {@code GET /v1/spool} and {@code GET /v1/fate/{traceId}}. */
@Singleton
final class SpoolDoor {

    private static final Logger LOG = Logger.getLogger(SpoolDoor.class);
    private static final int ORDER = -10;

    private final Spooling spooling;
    private final Doorkeeper doorkeeper;
    /** A look reads all that is spooled: one at a time. */
    private final Semaphore looking = new Semaphore(1);

    @Inject
    SpoolDoor(Spooling spooling, Doorkeeper doorkeeper) {
        this.spooling = spooling;
        this.doorkeeper = doorkeeper;
    }

    void mount(@Observes Router router) {
        router.get("/v1/spool")
                .order(ORDER)
                .handler(doorkeeper.only(Role.SERVICE))
                .handler(routing -> answer(routing, 200, state()));
        router.get("/v1/fate/:traceId")
                .order(ORDER)
                .handler(doorkeeper.only(Role.SERVICE))
                .blockingHandler(this::tellFate, false);
    }

    private JsonObject state() {
        JsonObject body = new JsonObject()
                .put("collector", spooling.collector())
                .put("configured", spooling.state().isPresent());
        spooling.state().ifPresent(state -> {
            JsonArray holdings = new JsonArray();
            state.holdings().forEach(holding -> holdings.add(json(holding)));
            body.put(
                            "segments",
                            state.holdings().stream()
                                    .mapToLong(Holding::segments)
                                    .sum())
                    .put(
                            "records",
                            state.holdings().stream()
                                    .mapToLong(Holding::records)
                                    .sum())
                    .put("bytes", state.bytes())
                    .put("maxBytes", state.maxBytes())
                    .put("hasRoom", state.hasRoom())
                    .put("damaged", state.damaged())
                    .put("holdings", holdings);
        });
        return body;
    }

    private static JsonObject json(Holding holding) {
        return new JsonObject()
                .put("tenant", holding.tenant())
                .put("signal", holding.signal().label())
                .put("segments", holding.segments())
                .put("records", holding.records())
                .put("bytes", holding.bytes())
                .put("oldest", time(holding.oldestUnixNano()));
    }

    private static String time(long unixNano) {
        return Instant.EPOCH.plusNanos(unixNano).toString();
    }

    private void tellFate(RoutingContext routing) {
        if (!looking.tryAcquire()) {
            problem(routing, 503, "somebody else is looking a trace up; one can be at a time");
            return;
        }
        try {
            TraceId id = TraceId.parse(routing.pathParam("traceId"));
            String tenant = SenderHeaders.tenant(routing.request().headers());
            JsonArray segments = new JsonArray();
            for (Spooling.FoundSegment found : spooling.find(tenant, id)) {
                segments.add(new JsonObject()
                        .put("id", found.id().toString())
                        .put("records", found.records())
                        .put("collectedAt", time(found.collectedAtUnixNano())));
            }
            answer(
                    routing,
                    200,
                    new JsonObject()
                            .put("traceId", id.hex())
                            .put("collector", spooling.collector())
                            .put("fate", segments.isEmpty() ? "not_spooled" : "spooled")
                            .put("segments", segments));
        } catch (IllegalArgumentException e) {
            problem(routing, 400, String.valueOf(e.getMessage()));
        } catch (RequestRefused e) {
            problem(routing, 400, e.answer().message());
        } catch (IOException e) {
            LOG.error("The spool could not be read", e);
            problem(routing, 503, "the spool could not be read");
        } finally {
            looking.release();
        }
    }

    private static void problem(RoutingContext routing, int status, String detail) {
        routing.response().putHeader(HttpHeaders.CONTENT_TYPE, "application/problem+json");
        if (status == 503) {
            routing.response().putHeader(HttpHeaders.RETRY_AFTER, "1");
        }
        routing.response()
                .setStatusCode(status)
                .end(new JsonObject()
                        .put("status", status)
                        .put("detail", detail)
                        .toBuffer());
    }

    private static void answer(RoutingContext routing, int status, JsonObject body) {
        routing.response()
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .end(body.toBuffer());
    }
}
