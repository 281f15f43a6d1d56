package dev.quipu.analysis.api;

import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * The web page is one document, whose script shows what the path says: a link to any of its pages gets it. The document
 * is asked for anew each time; the names of its assets change with their content, so that a browser may keep them. Anybody
 * may have them: they are what every Quipu has, and say nothing of what is stored.
 */
@ApplicationScoped
class PageRoutes {

    private static final String PAGES =
            "/(?:traces|trace|compare|services|service|logs|metrics|incidents|alerts|ledger|access|settings)(?:/.*)?";

    private static final int FIRST = Integer.MIN_VALUE;
    private static final int ERROR = 400;

    void register(@Observes Router router) {
        router.getWithRegex(PAGES).order(FIRST).handler(request -> request.reroute("/"));
        router.get("/").order(FIRST).handler(request -> keep(request, "no-cache"));
        router.get("/assets/*").order(FIRST).handler(request -> keep(request, "public, max-age=31536000, immutable"));
    }

    private static void keep(RoutingContext request, String how) {
        request.addHeadersEndHandler(end -> {
            if (request.response().getStatusCode() < ERROR) {
                request.response().putHeader(HttpHeaders.CACHE_CONTROL, how);
            }
        });
        request.next();
    }
}
