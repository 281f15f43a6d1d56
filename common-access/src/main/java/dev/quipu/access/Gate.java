package dev.quipu.access;

import dev.quipu.model.TenantName;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tells from a request's headers who asks, and puts the tenant of the credential in the place of whatever tenant the
 * request named: what reads {@link TenantName#HEADER} after it reads what was proved. Thread-safe.
 */
@Singleton
public final class Gate {

    private static final Verdict ANONYMOUS = new Verdict.Anonymous();
    private static final Verdict UNJUDGED = new Verdict.Unjudged();
    private static final Verdict TOO_EARLY = new Verdict.Refused(Refusal.TOO_EARLY);
    private static final Verdict UNREADABLE = refused(
            "Authorization: expected 'Bearer' and an API key, or 'Basic' with one as the password, got another form");
    private static final Verdict UNKNOWN = refused("API key: expected one that is neither revoked nor expired");
    private static final Verdict BAD_CALLER = refused(Caller.HEADER + ": expected a role and a name with ';' between");

    private final Authentication authentication;
    private final Optional<ServiceKey> serviceKey;
    private final KeyRing ring;

    @Inject
    public Gate(AccessConfig config, KeyRing ring) {
        this.authentication = config.authentication();
        this.serviceKey = ServiceKey.of(config);
        this.ring = ring;
    }

    /** Changes the headers: after it, tenant and caller in them are what the credential says. */
    public Verdict judge(MultiMap headers) {
        if (authentication == Authentication.NONE) {
            headers.remove(Caller.HEADER);
            return new Verdict.Known(new Caller(tenantIn(headers), Role.SERVICE, Caller.ANYBODY));
        }
        Verdict verdict = verdict(headers);
        headers.remove(Caller.HEADER);
        if (verdict instanceof Verdict.Known known) {
            headers.set(TenantName.HEADER, known.caller().tenant());
        } else {
            headers.remove(TenantName.HEADER);
        }
        return verdict;
    }

    private Verdict verdict(MultiMap headers) {
        String authorization = headers.get(HttpHeaders.AUTHORIZATION);
        if (authorization == null) {
            return ANONYMOUS;
        }
        Optional<String> secret = Credential.secretIn(authorization);
        if (secret.isEmpty()) {
            return UNREADABLE;
        }
        if (serviceKey.isPresent() && serviceKey.get().is(secret.get())) {
            return inTheNameOf(headers);
        }
        Optional<ApiKey> key = ApiKey.parse(secret.get());
        if (key.isEmpty()) {
            return Credential.isToken(secret.get()) ? UNJUDGED : UNREADABLE;
        }
        if (!ring.isKnown()) {
            return TOO_EARLY;
        }
        return ring.caller(key.get(), Instant.now())
                .<Verdict>map(Verdict.Known::new)
                .orElse(UNKNOWN);
    }

    private static Verdict inTheNameOf(MultiMap headers) {
        String tenant = tenantIn(headers);
        @Nullable String caller = headers.get(Caller.HEADER);
        if (caller == null) {
            return new Verdict.Known(new Caller(tenant, Role.SERVICE, Role.SERVES));
        }
        return Caller.ofHeader(tenant, caller).<Verdict>map(Verdict.Known::new).orElse(BAD_CALLER);
    }

    /** What is no tenant's name is left to the door, which says what it expects. */
    private static String tenantIn(MultiMap headers) {
        String named = headers.get(TenantName.HEADER);
        return named == null || named.isEmpty() ? TenantName.DEFAULT : named;
    }

    private static Verdict refused(String detail) {
        return new Verdict.Refused(Refusal.unauthorized(detail));
    }
}
