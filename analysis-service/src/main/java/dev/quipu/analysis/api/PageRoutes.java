package dev.quipu.analysis.api;

import io.vertx.ext.web.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** The web page is one document, whose script shows what the path says: a link to any of its pages gets it. */
@ApplicationScoped
class PageRoutes {

    private static final String PAGES =
            "/(?:traces|trace|compare|services|logs|metrics|incidents|alerts|ledger|settings)(?:/.*)?";

    void register(@Observes Router router) {
        router.getWithRegex(PAGES).order(Integer.MIN_VALUE).handler(request -> request.reroute("/"));
    }
}
