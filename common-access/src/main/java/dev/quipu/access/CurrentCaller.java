package dev.quipu.access;

import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.RequestScoped;

/** Who asks, within a request that passed an annotation. */
@RequestScoped
public class CurrentCaller {

    private final SecurityIdentity identity;

    CurrentCaller(SecurityIdentity identity) {
        this.identity = identity;
    }

    /**
     * @throws IllegalStateException where no credential was looked at
     */
    public Caller get() {
        return CallerIdentity.callerOf(identity)
                .orElseThrow(() -> new IllegalStateException("caller: expected a request that was judged, got none"));
    }
}
