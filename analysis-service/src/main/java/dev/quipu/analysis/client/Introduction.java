package dev.quipu.analysis.client;

import dev.quipu.access.AccessConfig;
import dev.quipu.access.Caller;
import dev.quipu.access.CallerIdentity;
import dev.quipu.access.Role;
import dev.quipu.model.TenantName;
import io.quarkus.arc.Arc;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.RequestOptions;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/**
 * Tells another service who asks: this one, by the key that the services share, and in whose name. Where no key is set
 * nobody asks for one, and only the tenant is told.
 */
@ApplicationScoped
public class Introduction {

    /** In the name of this service, whose doing it is when nobody has asked. */
    private static final String ITSELF = "analysis";

    private final Optional<String> authorization;
    private final CurrentVertxRequest request;
    private final SecurityIdentity identity;

    Introduction(AccessConfig config, CurrentVertxRequest request, SecurityIdentity identity) {
        this.authorization = config.serviceKey().map(key -> "Bearer " + key);
        this.request = request;
        this.identity = identity;
    }

    /** Adds the headers. @param tenant whose records are asked about */
    RequestOptions of(RequestOptions options, String tenant) {
        return with(options, asker(tenant));
    }

    /** The same in this service's own name, for what only services are told. */
    RequestOptions ofItself(RequestOptions options, String tenant) {
        return with(options, itself(tenant));
    }

    private RequestOptions with(RequestOptions options, Caller asker) {
        options.putHeader(TenantName.HEADER, asker.tenant());
        authorization.ifPresent(credential ->
                options.putHeader(HttpHeaders.AUTHORIZATION, credential).putHeader(Caller.HEADER, asker.inHeader()));
        return options;
    }

    private static Caller itself(String tenant) {
        return new Caller(tenant, Role.SERVICE, ITSELF);
    }

    private Caller asker(String tenant) {
        Optional<Caller> caller = isAsked() ? CallerIdentity.callerOf(identity) : Optional.empty();
        return caller.map(known -> new Caller(tenant, known.role(), known.name()))
                .orElseGet(() -> itself(tenant));
    }

    /** A schedule has a context of its own, in which nobody came by whom it could be asked without waiting. */
    private boolean isAsked() {
        return Arc.container().requestContext().isActive() && request.getCurrent() != null;
    }
}
