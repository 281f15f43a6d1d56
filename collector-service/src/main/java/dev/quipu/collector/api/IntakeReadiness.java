package dev.quipu.collector.api;

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
 * known what rules take out of them.
 */
@Readiness
@Singleton
final class IntakeReadiness implements HealthCheck {

    private final StorageReachability reachability;
    private final Spooling spooling;
    private final RedactionPlans plans;

    @Inject
    IntakeReadiness(StorageReachability reachability, Spooling spooling, RedactionPlans plans) {
        this.reachability = reachability;
        this.spooling = spooling;
        this.plans = plans;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder response = HealthCheckResponse.named("records can be acknowledged")
                .status(plans.known() && (reachability.recent() || spooling.hasRoom()))
                .withData("redactionRulesKnown", plans.known());
        spooling.state().ifPresent(state -> response.withData("spoolBytes", state.bytes()));
        reachability.silence().ifPresent(silence -> response.withData("storageHeardMillisAgo", silence.toMillis()));
        return response.build();
    }
}
