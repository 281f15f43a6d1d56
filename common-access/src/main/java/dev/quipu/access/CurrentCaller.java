package dev.quipu.access;

import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.RequestScoped;
import java.util.Optional;

/** Who asks, within a request that passed an annotation. */
@RequestScoped
public class CurrentCaller {

    static final String ATTRIBUTE = "quipu.caller";

    private final SecurityIdentity identity;

    CurrentCaller(SecurityIdentity identity) {
        this.identity = identity;
    }

    /**
     * @throws IllegalStateException where no credential was looked at
     */
    public Caller get() {
        return Optional.<Caller>ofNullable(identity.getAttribute(ATTRIBUTE))
                .orElseThrow(() -> new IllegalStateException("caller: expected a request that was judged, got none"));
    }
}
