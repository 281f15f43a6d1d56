package dev.quipu.storage.api;

import dev.quipu.storage.audit.Act;
import dev.quipu.storage.audit.RefusalTrail;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;

/** Has the audit say that somebody came with a credential that opens nothing: such a request reaches no door. */
@Singleton
final class WrongKeys {

    private static final int BEFORE_ALL_OTHERS = Integer.MIN_VALUE;
    private static final String ACTION = "credential.show";

    private final RefusalTrail refusals;

    WrongKeys(RefusalTrail refusals) {
        this.refusals = refusals;
    }

    void mount(@Observes Router router) {
        router.route().order(BEFORE_ALL_OTHERS).handler(this::watch);
    }

    private void watch(RoutingContext routing) {
        if (routing.request().headers().contains(HttpHeaders.AUTHORIZATION)) {
            routing.addEndHandler(ended -> {
                if (routing.response().getStatusCode() == Response.Status.UNAUTHORIZED.getStatusCode()) {
                    refusals.note(Act.refusedToNobody(
                            ACTION,
                            routing.request().method() + " " + routing.request().path(),
                            "401"));
                }
            });
        }
        routing.next();
    }
}
