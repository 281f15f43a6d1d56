package dev.quipu.access;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.quarkus.vertx.http.ManagementInterface;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Refuses requests that name a foreign host, while the service listens on loopback, where nobody is asked for a key. A
 * page of the web that has its own name lead to this machine (DNS rebinding) would otherwise be asked as if it were ours:
 * to the browser it has one origin with what answers. A foreign {@code Origin} is refused by Quarkus' CORS filter.
 */
@Singleton
public final class HostCheck {

    /** Before all filters and routes. */
    private static final int FIRST = Integer.MIN_VALUE;

    private final HostNames names;
    private final boolean isNeeded;

    @Inject
    HostCheck(AccessConfig config, @ConfigProperty(name = "quarkus.http.host") String listeningHost) {
        this.names = new HostNames(config.hosts());
        this.isNeeded = HostNames.isLoopback(listeningHost);
    }

    void mount(@Observes Router router) {
        mountOn(router);
    }

    void mount(@Observes ManagementInterface management) {
        mountOn(management.router());
    }

    private void mountOn(Router router) {
        if (isNeeded) {
            router.route().order(FIRST).handler(this::check);
        }
    }

    /** What is to be told to whoever sent a request under a foreign name, with 403; empty when it may pass. */
    public Optional<String> refusal(HttpServerRequest request) {
        HostAndPort authority = request.authority();
        String came = authority == null ? request.getHeader(HttpHeaders.HOST) : authority.host();
        if (!isNeeded || came == null || (authority != null && names.contain(came))) {
            return Optional.empty();
        }
        return Optional.of("Host: expected localhost, an address or a name in quipu.access.hosts, got '" + came + "'");
    }

    private void check(RoutingContext routing) {
        refusal(routing.request())
                .ifPresentOrElse(
                        refusal -> new Refusal(HttpResponseStatus.FORBIDDEN, refusal).answer(routing.response()),
                        routing::next);
    }
}
