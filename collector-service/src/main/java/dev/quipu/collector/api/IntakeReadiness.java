package dev.quipu.collector.api;

import dev.quipu.access.AccessConfig;
import dev.quipu.access.Authentication;
import dev.quipu.access.KeyRing;
import dev.quipu.collector.client.StorageReachability;
import dev.quipu.collector.redaction.RedactionPlans;
import dev.quipu.collector.spool.Spooling;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready means that records can be acknowledged: storage was heard of in the last seconds, or the spool has room, and it is
 * known what rules take out of them, and, where keys are asked for, which there are.
 */
@Readiness
@Singleton
final class IntakeReadiness implements HealthCheck {

    private final StorageReachability reachability;
    private final Spooling spooling;
    private final RedactionPlans plans;
    private final AccessConfig access;
    private final KeyRing ring;

    @Inject
    IntakeReadiness(
            StorageReachability reachability,
            Spooling spooling,
            RedactionPlans plans,
            AccessConfig access,
            KeyRing ring) {
        this.reachability = reachability;
        this.spooling = spooling;
        this.plans = plans;
        this.access = access;
        this.ring = ring;
    }

    @Override
    public HealthCheckResponse call() {
        boolean keysKnown = access.authentication() == Authentication.NONE || ring.isKnown();
        HealthCheckResponseBuilder response = HealthCheckResponse.named("records can be acknowledged")
                .status(plans.known() && keysKnown && (reachability.recent() || spooling.hasRoom()))
                .withData("redactionRulesKnown", plans.known())
                .withData("apiKeysKnown", keysKnown);
        spooling.state().ifPresent(state -> response.withData("spoolBytes", state.bytes()));
        reachability.silence().ifPresent(silence -> response.withData("storageHeardMillisAgo", silence.toMillis()));
        return response.build();
    }
}
