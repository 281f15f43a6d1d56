package dev.quipu.access;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.Set;

/** Tells Quarkus' security whom the filter found. It comes before others, which judge what the filter left to them. */
@Singleton
public final class CallerMechanism implements HttpAuthenticationMechanism {

    private static final int BEFORE_OTHERS = DEFAULT_PRIORITY + 100;
    private static final String IS_LEFT_TO_OTHERS = CallerMechanism.class.getName();

    /** Where there is nobody yet, another mechanism is to say how to sign in; else programs are told that a key is asked for. */
    public static void leaveChallengeToOthers(RoutingContext routing) {
        routing.put(IS_LEFT_TO_OTHERS, true);
    }

    @Override
    public int getPriority() {
        return BEFORE_OTHERS;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(RoutingContext routing, IdentityProviderManager identities) {
        return CallerFilter.verdict(routing) instanceof Verdict.Known known
                ? Uni.createFrom().item(CallerIdentity.of(known.caller()))
                : Uni.createFrom().nullItem();
    }

    @Override
    public Uni<ChallengeData> getChallenge(RoutingContext routing) {
        if (routing.get(IS_LEFT_TO_OTHERS) != null) {
            return Uni.createFrom().nullItem();
        }
        return Uni.createFrom()
                .item(new ChallengeData(
                        HttpResponseStatus.UNAUTHORIZED.code(), HttpHeaderNames.WWW_AUTHENTICATE, Refusal.CHALLENGE));
    }

    @Override
    public Set<Class<? extends AuthenticationRequest>> getCredentialTypes() {
        return Set.of();
    }
}
