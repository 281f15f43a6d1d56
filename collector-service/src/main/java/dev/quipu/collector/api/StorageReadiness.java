package dev.quipu.collector.api;

import dev.quipu.collector.client.StorageReachability;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Ready means that records can be acknowledged: storage was heard of in the last seconds. */
@Readiness
@Singleton
final class StorageReadiness implements HealthCheck {

    private final StorageReachability reachability;

    @Inject
    StorageReadiness(StorageReachability reachability) {
        this.reachability = reachability;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder response =
                HealthCheckResponse.named("records can be acknowledged").status(reachability.recent());
        reachability.silence().ifPresent(silence -> response.withData("storageHeardMillisAgo", silence.toMillis()));
        return response.build();
    }
}
