package dev.quipu.access;

import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import java.util.Optional;

/** A {@link Caller} as Quarkus' security knows who asks, so that annotations ask for the roles of {@link Role}. */
public final class CallerIdentity {

    private static final String ATTRIBUTE = "quipu.caller";

    private CallerIdentity() {}

    public static SecurityIdentity of(Caller caller) {
        return builder(caller).setPrincipal(new QuarkusPrincipal(caller.name())).build();
    }

    /** The same, proved by what the identity came with; of the roles that it had itself none is left. */
    public static SecurityIdentity of(Caller caller, SecurityIdentity proved) {
        return builder(caller)
                .setPrincipal(proved.getPrincipal())
                .addCredentials(proved.getCredentials())
                .addAttributes(proved.getAttributes())
                .build();
    }

    /** Somebody who may do nothing. */
    public static SecurityIdentity withoutRoles(SecurityIdentity proved) {
        return QuarkusSecurityIdentity.builder()
                .setPrincipal(proved.getPrincipal())
                .addAttributes(proved.getAttributes())
                .build();
    }

    private static QuarkusSecurityIdentity.Builder builder(Caller caller) {
        return QuarkusSecurityIdentity.builder()
                .addRoles(caller.role().labels())
                .addAttribute(ATTRIBUTE, caller);
    }

    /** Empty where no credential was looked at, or none was there. */
    public static Optional<Caller> callerOf(SecurityIdentity identity) {
        return Optional.ofNullable(identity.getAttribute(ATTRIBUTE));
    }
}
