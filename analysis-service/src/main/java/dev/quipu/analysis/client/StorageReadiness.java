package dev.quipu.analysis.client;

import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready when storage says that it is ready: without it there is nothing to answer from. */
@Readiness
@ApplicationScoped
class StorageReadiness implements AsyncHealthCheck {

    private static final String NAME = "storage is ready";

    /** Probes do not wait as long as people do. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final StorageHttp http;

    StorageReadiness(StorageHttp http) {
        this.http = http;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        BytesInFlight.Share share = http.openShare();
        return http.get(new StorageQuery("getReadiness", "default", "/v1/readiness", StorageQuery.JSON), share)
                .ifNoItem()
                .after(PATIENCE)
                .failWith(() -> new StorageUnavailableException("no answer within " + PATIENCE, null))
                .onTermination()
                .invoke(share::close)
                .map(answer -> answer.found()
                        ? HealthCheckResponse.up(NAME)
                        : HealthCheckResponse.named(NAME)
                                .down()
                                .withData("problem", "nothing at /v1/readiness")
                                .build())
                .onFailure()
                .recoverWithItem(failure -> HealthCheckResponse.named(NAME)
                        .down()
                        .withData("problem", String.valueOf(failure.getMessage()))
                        .build());
    }
}
